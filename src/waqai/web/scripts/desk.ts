/** What every page has: the forgery token on htmx requests, the toast, and the language switch that keeps the address. */

const token = document.body?.dataset.csrf ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRF-Token"] = token;
});

document.addEventListener("htmx:responseError", (event) => {
  const answer = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  toast(page.querySelector('[role="alert"]')?.textContent?.trim() || String(answer.status));
});

document.addEventListener("desk:toast", (event) => toast((event as CustomEvent<string>).detail));

// The address may have changed without a page load: the switch follows it.
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-switch]");
  if (link) link.href = `/${link.hreflang}${location.pathname.slice(3)}${location.search}${location.hash}`;
}, true);

// The page one is on is in sight in a narrow navigation.
const here = document.querySelector<HTMLElement>(".pages [aria-current]");
here?.parentElement?.scrollTo({ left: here.offsetLeft - here.parentElement.clientWidth / 2 + here.clientWidth / 2 });

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.who[open], details.menu[open]")) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.who[open], details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

let timer = 0;
function toast(text: string): void {
  const box = document.getElementById("toast");
  if (!box) return;
  box.textContent = text;
  box.classList.add("on");
  clearTimeout(timer);
  timer = window.setTimeout(() => box.classList.remove("on"), 4000);
}

export {};
