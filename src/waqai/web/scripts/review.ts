/** Review by keyboard, and fields filled from what is selected in the text. */

type Span = { start: number; end: number; text: string };
type Dated = { start: string | null; end: string | null };
type PlaceValue = { id: string; name_ar: string; name_en: string; adm1: string | null; country: string };
interface Guess { date: Dated | null; place: PlaceValue | null; places: PlaceValue[]; number: [number | null, number | null, string] | null; actor: string | null; actors: string[] }

const box = document.querySelector<HTMLElement>("[data-review]");
const form = (field: string): HTMLFormElement | null => document.querySelector<HTMLFormElement>(`form[data-field="${field}"]`);
const set = (holder: ParentNode, name: string, value: string): void => {
  const input = holder.querySelector<HTMLInputElement>(`[name="${name}"]`);
  if (input) input.value = value;
};

// --- keys ------------------------------------------------------------------------------------------------------------
document.addEventListener("keydown", (event) => {
  const typing = (event.target as Element).closest("input, select, textarea");
  if (event.key === "Escape" && typing) (typing as HTMLElement).blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  const queue = document.querySelector("[data-queue]");
  if (queue && (key === "j" || key === "k")) return step(queue, key === "j" ? 1 : -1);
  if (!box) return;
  if (key === "j") location.href = box.dataset.next ?? "";
  else if (key === "k") location.href = box.dataset.previous ?? "";
  else if (key === "u") undo();
  else if (key === "e") focusIn(".field-form select, .field-form input:not([type=hidden])", event);
  else if (key === "c") focusIn('#decide [name="note"]', event);
  else if (key === "s") focusIn("#assign [name=person]", event);
  else document.querySelector<HTMLButtonElement>(`[data-key="${key}"]`)?.click();
});

function focusIn(selector: string, event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>(selector)?.focus();
}

function step(queue: Element, by: number): void {
  const links = [...queue.querySelectorAll<HTMLAnchorElement>("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}

function undo(): void {
  const sent = document.getElementById("undo-form") as HTMLFormElement | null;
  if (!sent || !box) return;
  sent.action = box.dataset.undo ?? "";
  sent.requestSubmit();
}
document.querySelector('[data-act="undo"]')?.addEventListener("click", undo);
if (box?.dataset.done) document.dispatchEvent(new CustomEvent("desk:toast", { detail: box.dataset.done }));
document.querySelectorAll<HTMLSelectElement>("[data-send]").forEach((input) => input.addEventListener("change", () => input.form?.requestSubmit()));
document.querySelectorAll<HTMLElement>(`.px[data-r~="${CSS.escape(box?.dataset.record ?? "-")}"]`).forEach((piece, i) => {
  piece.classList.add("on");
  if (!i) piece.scrollIntoView({ block: "center" });
});

// --- a selection becomes a value -------------------------------------------------------------------------------------
const pick = document.getElementById("pick");
let selected: Span | null = null;

document.addEventListener("desk:selection", (event) => {
  selected = (event as CustomEvent<Span>).detail;
  if (pick) pick.hidden = false;
});

pick?.addEventListener("click", (event) => {
  const field = (event.target as HTMLElement).dataset.pick;
  if (!field || !selected || !box) return;
  pick.hidden = true;
  if (field === "new") return offer(selected);
  void fill(field, selected);
});

function offer(span: Span): void {
  const made = document.getElementById("new-record") as HTMLFormElement | null;
  if (!made) return;
  made.hidden = false;
  set(made, "start", String(span.start));
  set(made, "end", String(span.end));
  made.querySelector("select")?.focus();
}

async function fill(field: string, span: Span): Promise<void> {
  const target = form(field);
  if (!target || !box) return;
  const query = new URLSearchParams({ uid: box.dataset.review ?? "", start: String(span.start), end: String(span.end) });
  const answer = await fetch(`${box.dataset.guess}?${query}`);
  if (!answer.ok) return;
  const found = (await answer.json()) as Guess;
  const packed = JSON.stringify({ start: span.start, end: span.end, text: span.text });
  set(target, "span", packed);
  if ((field === "date" || field === "period") && found.date) {
    set(target, "start", found.date.start ?? "");
    set(target, "end", found.date.end ?? "");
  }
  if (field === "event_count" && found.number) {
    set(target, "low", String(found.number[0] ?? ""));
    set(target, "high", String(found.number[1] ?? ""));
  }
  if (field === "place") choosePlace(target, found.place, found.places, span.text);
  if (field === "actors" || field === "casualties") {
    const row = target.querySelector<HTMLElement>(".row:last-of-type");
    const n = row?.dataset.row ?? "0";
    set(target, `span_${n}`, packed);
    if (field === "actors") {
      set(target, `label_${n}`, span.text);
      set(target, `actor_${n}`, found.actor ?? found.actors[0] ?? "");
    } else if (found.number) {
      set(target, `low_${n}`, String(found.number[0] ?? ""));
      set(target, `high_${n}`, String(found.number[1] ?? ""));
    }
  }
  target.classList.add("filled");
  target.scrollIntoView({ block: "nearest" });
  target.querySelector<HTMLElement>("button")?.focus();
}

function choosePlace(target: HTMLFormElement, place: PlaceValue | null, others: PlaceValue[], typed: string): void {
  const input = target.querySelector<HTMLInputElement>(".search");
  if (!input) return;
  input.value = place?.name_ar ?? typed;
  set(target, "value", place ? JSON.stringify(place) : "");
  list(input, others.map((p) => ({ text: [p.name_ar, p.name_en, p.adm1 ?? p.country].join(" · "), value: p })));
}

// --- searching places and actors -------------------------------------------------------------------------------------
interface Hit { text: string; value: unknown }
let timer = 0;

document.addEventListener("input", (event) => {
  const input = event.target as HTMLInputElement;
  const what = input.dataset?.search;
  if (!what || !box) return;
  clearTimeout(timer);
  timer = window.setTimeout(() => void look(input, what), 180);
});

async function look(input: HTMLInputElement, what: string): Promise<void> {
  const address = what === "places" ? box?.dataset.places : box?.dataset.actors;
  const answer = await fetch(`${address}?${new URLSearchParams({ query: input.value })}`);
  if (!answer.ok) return;
  const rows = await answer.json();
  if (what === "places") list(input, (rows as PlaceValue[]).map((p) => ({ text: [p.name_ar, p.name_en, p.adm1 ?? p.country].join(" · "), value: p })));
  else list(input, (rows as [string, string, string][]).map((r) => ({ text: r.join(" · "), value: r[0] })));
}

function list(input: HTMLInputElement, hits: Hit[]): void {
  const found = input.closest("form")?.querySelector<HTMLElement>(".hits");
  if (!found) return;
  found.replaceChildren(...hits.map((hit) => {
    const item = document.createElement("li");
    item.role = "option";
    item.tabIndex = 0;
    item.dir = "auto";
    item.textContent = hit.text;
    const take = (): void => {
      if (typeof hit.value === "string") input.value = hit.value;
      else {
        const owner = input.closest("form") as HTMLFormElement;
        const place = hit.value as PlaceValue & { span?: unknown };
        const span = owner.querySelector<HTMLInputElement>('[name="span"]')?.value;
        set(owner, "value", JSON.stringify({ ...place, span: span ? JSON.parse(span) : null }));
        input.value = place.name_ar;
      }
      found.hidden = true;
      input.focus();
    };
    item.addEventListener("click", take);
    item.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); take(); } });
    return item;
  }));
  found.hidden = !hits.length;
  input.setAttribute("aria-expanded", String(!!hits.length));
}

export {};
