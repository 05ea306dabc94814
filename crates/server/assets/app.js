// Small helps for who has JavaScript; every page is whole without it.
"use strict";

// Typeahead: a list of suggestions under every input with data-suggest.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = "suggest-" + Math.random().toString(36).slice(2);
  input.setAttribute("list", list.id);
  input.after(list);
  let last = "";
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = input.value.trim();
      if (!typed || typed === last) return;
      last = typed;
      const answer = await fetch("/api/v1/suggest?q=" + encodeURIComponent(typed));
      if (!answer.ok || typed !== input.value.trim()) return;
      const found = await answer.json();
      list.replaceChildren(...found.map((one) => {
        const option = document.createElement("option");
        option.value = one.term;
        option.label = one.kind_zh;
        return option;
      }));
    }, 120);
  });
}

// Buttons that copy the text of another element: <button data-copy="id">.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    const before = button.textContent;
    button.textContent = button.dataset.done || "✓";
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}

// Forms that ask before they do something: <form data-ask="…">.
for (const form of document.querySelectorAll("form[data-ask]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.ask)) event.preventDefault();
  });
}

// Buttons that print.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => print());
}

// Choices that take effect at once: <select data-submit>; the button beside them is for who has no JavaScript.
for (const select of document.querySelectorAll("select[data-submit]")) {
  select.form.querySelector("button")?.setAttribute("hidden", "");
  select.addEventListener("change", () => select.form.requestSubmit());
}

// A menu under a button closes when one clicks elsewhere or presses Escape.
const menus = document.querySelectorAll("details.drop-down");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
});

// A link to a part that is folded opens it.
const unfold = () => {
  const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (part instanceof HTMLDetailsElement) { part.open = true; part.querySelector("input:not([type=hidden]), textarea")?.focus(); }
};
addEventListener("hashchange", unfold);
unfold();
