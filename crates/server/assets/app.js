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
