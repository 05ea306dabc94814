// The chain picture: zoom, drag, save as PNG. Without it the picture scrolls and its links work all the same.
"use strict";

for (const view of document.querySelectorAll(".chain-view")) {
  const svg = view.querySelector("svg");
  if (!svg) continue;
  const whole = svg.viewBox.baseVal;
  const [fullWidth, fullHeight] = [whole.width, whole.height];
  let scale = Math.max(Math.min(view.clientWidth / fullWidth, 1), 0.6);
  const first = scale;
  const resize = (next, x = view.clientWidth / 2, y = view.clientHeight / 2) => {
    const before = scale;
    scale = Math.min(Math.max(next, 0.3), 3);
    const [left, top] = [(view.scrollLeft + x) / before, (view.scrollTop + y) / before];
    svg.setAttribute("width", Math.round(fullWidth * scale));
    svg.setAttribute("height", Math.round(fullHeight * scale));
    view.scrollLeft = left * scale - x;
    view.scrollTop = top * scale - y;
  };
  resize(first);
  const steps = { in: () => resize(scale * 1.25), out: () => resize(scale / 1.25), reset: () => resize(first) };
  for (const button of document.querySelectorAll("[data-chain-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", steps[button.dataset.chainZoom]);
  }
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = view.getBoundingClientRect();
    resize(scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  // Dragging with the mouse; a finger scrolls by itself.
  let from = null;
  let moved = false;
  view.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    moved = moved || Math.abs(dx) + Math.abs(dy) > 5;
    if (moved) { view.scrollLeft = from.left - dx; view.scrollTop = from.top - dy; }
  });
  addEventListener("pointerup", () => { from = null; });
  view.addEventListener("dragstart", (event) => event.preventDefault());
  view.addEventListener("click", (event) => {
    if (moved) { event.preventDefault(); moved = false; }
  }, true);

  for (const button of document.querySelectorAll("[data-chain-png]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const copy = svg.cloneNode(true);
      copy.setAttribute("width", fullWidth);
      copy.setAttribute("height", fullHeight);
      const picture = new Image();
      picture.onload = () => {
        const canvas = document.createElement("canvas");
        canvas.width = fullWidth * 2;
        canvas.height = fullHeight * 2;
        const context = canvas.getContext("2d");
        context.scale(2, 2);
        context.drawImage(picture, 0, 0);
        const link = document.createElement("a");
        link.download = button.dataset.chainPng + ".png";
        link.href = canvas.toDataURL("image/png");
        link.click();
      };
      picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    });
  }
}
