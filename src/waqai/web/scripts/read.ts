/** The marked text: hover shows a record, a click pins it, and a selection knows its place in the stored text. */

const text = document.querySelector<HTMLElement>("[data-text]");
const tip = document.getElementById("tip");

function card(id: string): HTMLElement | null {
  return document.getElementById(`rec-${id}`);
}

function light(id: string | null, name: string): void {
  text?.querySelectorAll<HTMLElement>(".px").forEach((piece) => {
    const mine = id !== null && (piece.dataset.r ?? "").split(" ").includes(id);
    piece.classList.toggle(name, mine);
    const fields = (piece.dataset.f ?? "").split(" ").some((f) => id !== null && f.startsWith(`${id}.`));
    piece.classList.toggle("field", fields);
  });
}

let pinned: string | null = null;

function pin(id: string | null, scroll: boolean): void {
  if (pinned) card(pinned)?.classList.remove("pinned");
  pinned = id;
  light(id, "on");
  const found = id ? card(id) : null;
  found?.classList.add("pinned");
  if (found && scroll) {
    found.scrollIntoView({ block: "nearest", behavior: "smooth" });
    found.focus({ preventScroll: true });
  }
}

function showTip(trigger: HTMLElement): void {
  const found = card(trigger.dataset.r ?? "");
  if (!tip || !found || matchMedia("(hover: none)").matches) return;
  const copy = found.cloneNode(true) as HTMLElement;
  copy.removeAttribute("id");
  copy.querySelectorAll("[id]").forEach((e) => e.removeAttribute("id"));
  tip.replaceChildren(copy);
  tip.hidden = false;
  const at = trigger.getBoundingClientRect();
  const wide = tip.offsetWidth;
  const left = Math.min(Math.max(8, at.left + at.width / 2 - wide / 2), innerWidth - wide - 8);
  const below = at.bottom + tip.offsetHeight + 12 < innerHeight;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(below ? at.bottom + 8 : at.top - tip.offsetHeight - 8) + scrollY}px`;
}

if (text) {
  const triggerOf = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>(".trig");
  text.addEventListener("pointerover", (event) => {
    const trigger = triggerOf(event);
    if (!trigger) return;
    light(trigger.dataset.r ?? null, "on");
    showTip(trigger);
  });
  text.addEventListener("pointerout", (event) => {
    if (!triggerOf(event)) return;
    if (tip) tip.hidden = true;
    light(pinned, "on");
  });
  text.addEventListener("click", (event) => {
    const trigger = triggerOf(event);
    if (!trigger || getSelection()?.isCollapsed === false) return;
    if (tip) tip.hidden = true;
    pin(trigger.dataset.r ?? null, true);
  });
  text.addEventListener("keydown", (event) => {
    const trigger = triggerOf(event);
    if (trigger && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      pin(trigger.dataset.r ?? null, true);
    }
  });
}
document.querySelectorAll<HTMLElement>(".records .card").forEach((found) => {
  found.addEventListener("pointerenter", () => light(found.dataset.record ?? null, "on"));
  found.addEventListener("pointerleave", () => light(pinned, "on"));
  found.addEventListener("focusin", () => pin(found.dataset.record ?? null, false));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") pin(null, false);
});

/** Characters (not UTF-16 units) of the stored text before a point of the page. */
export function offset(node: Node, at: number): number | null {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : (node as Element))?.closest<HTMLElement>(".px");
  if (!piece) return null;
  const before = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? "").slice(0, at) : at ? piece.textContent ?? "" : "";
  return Number(piece.dataset.s) + [...before].length;
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!text || !selection || selection.isCollapsed || !selection.anchorNode || !selection.focusNode) return;
  if (!text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const ends = [offset(selection.anchorNode, selection.anchorOffset), offset(selection.focusNode, selection.focusOffset)];
  if (ends[0] === null || ends[1] === null || ends[0] === undefined || ends[1] === undefined) return;
  const detail = { start: Math.min(ends[0], ends[1]), end: Math.max(ends[0], ends[1]), text: selection.toString() };
  document.dispatchEvent(new CustomEvent("desk:selection", { detail }));
});

/** The form: drop a file on the text, send with Ctrl+Enter. */
const drop = document.querySelector<HTMLElement>("[data-drop]");
const form = document.querySelector<HTMLFormElement>("#ask");
if (drop && form) {
  const file = form.querySelector<HTMLInputElement>('input[type="file"]');
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (file && event.dataTransfer?.files.length) {
      file.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
