// SPDX-License-Identifier: GPL-3.0-or-later
// Which names are written where. All nodes take their room first; then names in order of importance. The ten best
// connected in view always have theirs: where there is no room beside the node, further off with a line to it.

const BEST = 10;
const LETTER = 13;
const MOST = 110;
const GAP = 2;
const CELL = 48;
const [LONGEST, NARROW] = [26, 480];

const shortened = (name, longest) => (name.length > longest ? `${name.slice(0, longest - 1).trimEnd()}…` : name);

// Rectangles by the squares of a grid that they touch, so that a question looks at its surroundings only.
class Taken {
  constructor() {
    this.cells = new Map();
  }

  *around({ x, y, w, h }) {
    for (let column = Math.floor((x - w) / CELL); column <= Math.floor((x + w) / CELL); column++) {
      for (let row = Math.floor((y - h) / CELL); row <= Math.floor((y + h) / CELL); row++) yield column * 4096 + row;
    }
  }

  add(box) {
    for (const key of this.around(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  isFree(box, counts) {
    for (const key of this.around(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (counts(other) && Math.abs(box.x - other.x) < box.w + other.w && Math.abs(box.y - other.y) < box.h + other.h) return false;
      }
    }
    return true;
  }
}

function places(node, width) {
  const w = width / 2 + GAP;
  const h = LETTER * 0.62;
  const away = node.r + LETTER * 0.75;
  const beside = node.r + LETTER * 0.4 + w;
  return [[0, away], [0, -away], [beside, 0], [-beside, 0]].map(([dx, dy]) => ({ x: node.x + dx, y: node.y + dy, w, h }));
}

// Further and further off, all around.
function* further(node, width) {
  const w = width / 2 + GAP;
  const h = LETTER * 0.62;
  for (let step = 2; step < 26; step++) {
    for (let turn = 0; turn < 12; turn++) {
      const angle = (Math.PI * (2 * turn + 1)) / 12;
      yield { x: node.x + Math.cos(angle) * step * LETTER * 1.6, y: node.y + Math.sin(angle) * step * LETTER, w, h };
    }
  }
}

// `nodes` are in pixels, those in view, the most important first; `first` says which come before all others.
export function placed(nodes, { width, height, context, face, first, bold }) {
  const taken = new Taken();
  nodes.forEach((node) => taken.add({ x: node.x, y: node.y, w: node.r, h: node.r, isNode: true }));
  const inside = ({ x, y, w, h }) => x - w >= 0 && x + w <= width && y - h >= 0 && y + h <= height;
  const wanted = nodes.filter((node) => first.has(node.id));
  const best = nodes.filter((node) => !first.has(node.id)).slice(0, BEST);
  const ahead = new Set([...wanted, ...best]);
  const rest = nodes.filter((node) => !ahead.has(node));
  const order = [...wanted, ...best, ...rest.filter((node) => bold.has(node.id)), ...rest.filter((node) => !bold.has(node.id))];
  const found = [];
  for (const node of order.slice(0, 4 * MOST)) {
    if (found.length >= MOST) break;
    const isBold = bold.has(node.id);
    context.font = `${isBold ? "bold " : ""}${LETTER}px ${face}`;
    const fits = (box) => inside(box) && taken.isFree(box, () => true);
    const longest = width < NARROW ? LONGEST - 8 : LONGEST;
    let text = shortened(node.name, longest);
    let wide = context.measureText(text).width;
    let box = places(node, wide).find(fits);
    // The best connected always have a name: further off, if need be shorter, and only then on other nodes.
    for (const letters of ahead.has(node) && !box ? [longest, 14, 9] : []) {
      text = shortened(node.name, letters);
      wide = context.measureText(text).width;
      box = places(node, wide).find(fits);
      box ??= further(node, wide).find(fits);
      if (box) break;
    }
    if (ahead.has(node)) box ??= further(node, wide).find((one) => inside(one) && taken.isFree(one, (other) => !other.isNode));
    if (!box) continue;
    taken.add(box);
    const isFar = Math.hypot(box.x - node.x, box.y - node.y) > node.r + LETTER + wide / 2 + 8 || (Math.abs(box.x - node.x) > 1 && Math.abs(box.y - node.y) > 1);
    found.push({ id: node.id, text, dx: box.x - node.x, dy: box.y - node.y, w: box.w, h: box.h, isBold, isFar });
  }
  return found;
}

export { LETTER };
