// SPDX-License-Identifier: GPL-3.0-or-later
// On a touch screen one finger scrolls the page and taps; two move the map and its scale.

export function startTouch({ canvas }) {
  const { box, network } = canvas;
  const fingers = new Map();
  let before = null;

  const middle = () => {
    const [one, two] = [...fingers.values()];
    const frame = box.getBoundingClientRect();
    return { x: (one.x + two.x) / 2 - frame.left, y: (one.y + two.y) / 2 - frame.top, apart: Math.hypot(one.x - two.x, one.y - two.y) };
  };

  function moved(event) {
    if (event.pointerType !== "touch" || !fingers.has(event.pointerId)) return;
    event.stopPropagation();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size !== 2) return;
    const now = middle();
    if (before) {
      const from = network.DOMtoCanvas(before);
      const scale = Math.min(3, (network.getScale() * now.apart) / Math.max(1, before.apart));
      canvas.moveTo({ scale, position: { x: from.x - (now.x - box.clientWidth / 2) / scale, y: from.y - (now.y - box.clientHeight / 2) / scale } }, true);
    }
    before = now;
  }

  function ended(event) {
    fingers.delete(event.pointerId);
    before = null;
  }

  box.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    before = null;
    if (fingers.size > 1) event.stopPropagation();
  }, { capture: true });
  box.addEventListener("pointermove", moved, { capture: true });
  for (const name of ["pointerup", "pointercancel"]) box.addEventListener(name, ended, { capture: true });
  return {};
}
