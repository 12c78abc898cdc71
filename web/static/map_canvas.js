// SPDX-License-Identifier: GPL-3.0-or-later
// The map on the engine's canvas. Places are the server's; links, discs, names and the answer are painted under and
// over the nodes, each as few paths, which is what keeps a thousand nodes moving.
import { LETTER, placed } from "./map_labels.js";
import { outline } from "./map_shapes.js";

const [SMALLEST, LARGEST] = [3.2, 26];
const DURATION = 300;
const CLOSEST = 3;
const ROLES = ["risk", "new", "weak", "way", "gone", "quiet"];
const LINE = "#868d93";

const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

export class MapCanvas {
  constructor(vis, box, moved) {
    this.box = box;
    this.moved = moved;
    this.nodes = new Map();
    this.links = [];
    this.discs = [];
    this.bold = new Set();
    this.chosen = new Set();
    this.focus = null;
    this.overlay = null;
    this.labels = [];
    this.place = document.createElement("div");
    this.place.className = "canvas";
    box.append(this.place);
    this.set = new vis.DataSet([]);
    this.network = new vis.Network(this.place, { nodes: this.set, edges: new vis.DataSet([]) }, {
      physics: false,
      layout: { improvedLayout: false },
      nodes: { borderWidth: 1, chosen: false, labelHighlightBold: false },
      interaction: { hover: true, keyboard: { enabled: false }, zoomView: false, tooltipDelay: 1e6, selectConnectedEdges: false },
    });
    for (const frame of this.place.querySelectorAll("[tabindex]")) frame.tabIndex = -1;
    this.measure = document.createElement("canvas").getContext("2d");
    this.network.on("beforeDrawing", (context) => this.paintBelow(context));
    this.network.on("afterDrawing", (context) => this.paintAbove(context));
    this.network.on("resize", () => this.settle());
    this.colours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours();
      this.restyle(true);
      this.settle();
    });
  }

  colours() {
    const style = getComputedStyle(document.body);
    this.text = style.color;
    this.surface = style.backgroundColor;
    this.face = style.fontFamily;
    this.role = Object.fromEntries(ROLES.map((name) => [name, style.getPropertyValue(`--role-${name}`).trim()]));
  }

  // Takes what the server says is in view. Nodes that stay are not touched; `keep` leaves those that are not named too.
  show(data, { keep = false } = {}) {
    const { id, name, type, x, y, size, disc } = data.nodes;
    const given = new Map(id.map((one, place) => [one, {
      id: one, name: name[place], rank: place, disc: disc[place], size: size[place], ...data.types[type[place]], x: x[place], y: y[place],
    }]));
    const gone = [...this.nodes.keys()].filter((one) => !given.has(one));
    const scale = this.network.getScale();
    const added = [];
    if (!keep) gone.forEach((one) => this.nodes.delete(one));
    for (const [one, node] of given) {
      const known = this.nodes.get(one);
      if (known) Object.assign(node, { x: known.x, y: known.y, shown: known.shown });
      else added.push(node);
      this.nodes.set(one, node);
    }
    added.forEach((node) => (node.shown = this.sizeAt(node, scale)));
    if (!keep) this.set.remove(gone);
    this.set.add(added.map((node) => this.look(node)));
    this.discs = data.discs.map(([cx, cy, r]) => ({ x: cx, y: cy, r }));
    this.bold = new Set(data.centrals);
    const pairs = data.links.from.map((from, place) => ({ from: id[from], to: id[data.links.to[place]], width: data.links.width[place], isWish: false }));
    for (const place of data.links.wishes) pairs[place].isWish = true;
    const known = new Set(pairs.map(({ from, to }) => `${from}\n${to}`));
    const kept = keep ? this.links.filter(({ from, to }) => !known.has(`${from}\n${to}`) && this.nodes.has(from) && this.nodes.has(to)) : [];
    this.links = [...pairs, ...kept];
    this.join();
    this.overlay = data.overlay ? this.answered(data, id) : null;
    this.settle();
    return added.length;
  }

  answered({ overlay }, id) {
    return {
      nodes: new Map(overlay.nodes.map(([place, role]) => [id[place], role])),
      marks: new Map(overlay.marks.map(([place, mark]) => [id[place], mark])),
      links: overlay.links.map(([first, second, role, words]) => ({ from: id[first], to: id[second], role, words })),
    };
  }

  join() {
    this.near = new Map();
    for (const link of this.links) {
      for (const [one, other] of [[link.from, link.to], [link.to, link.from]]) {
        if (!this.near.has(one)) this.near.set(one, new Set());
        this.near.get(one).add(other);
      }
    }
    this.paths = null;
  }

  place1(id, { x, y }) {
    const node = this.nodes.get(id);
    if (!node) return;
    Object.assign(node, { x, y });
    this.set.update({ id, x, y });
    this.paths = null;
  }

  look(node) {
    return { id: node.id, x: node.x, y: node.y, size: node.shown, shape: node.shape === "box" ? "square" : node.shape, color: { background: node.color, border: this.surface } };
  }

  sizeAt(node, scale) {
    return Math.min(LARGEST, Math.max(SMALLEST, node.size * scale)) / scale;
  }

  // Far off nodes would vanish and near they would be blown up, so they are drawn within limits.
  restyle(isForced = false) {
    const scale = this.network.getScale();
    const changed = [];
    for (const node of this.nodes.values()) {
      const size = this.sizeAt(node, scale);
      if (isForced || Math.abs(size - node.shown) > 0.06 * size) {
        node.shown = size;
        changed.push(isForced ? this.look(node) : { id: node.id, size });
      }
    }
    if (changed.length) this.set.update(changed);
  }

  // Names are placed anew once the map stands still.
  settle() {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => {
      this.restyle();
      this.write();
      this.network.redraw();
    });
  }

  inView() {
    const corner = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const end = this.network.DOMtoCanvas({ x: this.box.clientWidth, y: this.box.clientHeight });
    return { left: corner.x, top: corner.y, right: end.x, bottom: end.y };
  }

  write() {
    const { left, top, right, bottom } = this.inView();
    const scale = this.network.getScale();
    const active = this.active();
    const nodes = [];
    for (const node of this.nodes.values()) {
      if (node.x < left || node.x > right || node.y < top || node.y > bottom) continue;
      if (active && !active.has(node.id)) continue;
      nodes.push({ id: node.id, name: node.name, rank: node.rank, x: (node.x - left) * scale, y: (node.y - top) * scale, r: node.shown * scale });
    }
    nodes.sort((a, b) => a.rank - b.rank);
    this.labels = placed(nodes, {
      width: this.box.clientWidth, height: this.box.clientHeight, context: this.measure, face: this.face,
      first: new Set([...(this.focus ? [this.focus] : []), ...this.chosen, ...(this.overlay?.nodes.keys() ?? [])]), bold: this.boldIds(),
    });
  }

  boldIds() {
    return new Set([...this.nodes.values()].filter((node) => this.bold.has(node.name)).map((node) => node.id));
  }

  // The nodes that are not dimmed; null for all.
  active() {
    const centres = this.focus ? [this.focus] : [...this.chosen];
    if (this.overlay?.nodes.size && !this.focus) return new Set([...this.overlay.nodes.keys(), ...this.chosen]);
    if (!centres.length) return null;
    return new Set(centres.flatMap((one) => [one, ...(this.near.get(one) ?? [])]));
  }

  trace(path, { from, to }) {
    const [one, other] = [this.nodes.get(from), this.nodes.get(to)];
    if (!one || !other) return;
    path.moveTo(one.x, one.y);
    const [a, b] = [this.discs[one.disc], this.discs[other.disc]];
    if (a && b && a !== b) path.quadraticCurveTo((a.x + b.x) / 2, (a.y + b.y) / 2, other.x, other.y);
    else path.lineTo(other.x, other.y);
  }

  pathsByLook() {
    if (this.paths) return this.paths;
    this.paths = new Map();
    for (const link of this.links) {
      const key = `${link.width}${link.isWish ? "w" : ""}`;
      if (!this.paths.has(key)) this.paths.set(key, { path: new Path2D(), width: link.width, isWish: link.isWish });
      this.trace(this.paths.get(key).path, link);
    }
    return this.paths;
  }

  paintBelow(context) {
    const scale = this.network.getScale();
    context.save();
    context.fillStyle = this.text;
    context.globalAlpha = 0.05;
    for (const disc of this.discs) {
      context.beginPath();
      context.arc(disc.x, disc.y, disc.r, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 0.55;
    context.strokeStyle = LINE;
    for (const { path, width, isWish } of this.pathsByLook().values()) {
      context.lineWidth = (0.6 + 0.45 * (width - 1)) / scale;
      context.setLineDash(isWish ? [5 / scale, 4 / scale] : []);
      context.stroke(path);
    }
    context.restore();
  }

  paintAbove(context) {
    const scale = this.network.getScale();
    const active = this.active();
    context.save();
    if (active) this.paintFocus(context, scale, active);
    this.paintNames(context, scale, active);
    context.restore();
  }

  paintFocus(context, scale, active) {
    const { left, top, right, bottom } = this.inView();
    context.globalAlpha = 0.82;
    context.fillStyle = this.surface;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 1;
    const lines = this.overlay?.links.length && !this.focus ? this.overlay.links : this.links.filter(({ from, to }) => this.isLit(from, to, active));
    for (const link of lines) {
      const path = new Path2D();
      this.trace(path, link);
      context.strokeStyle = this.role[link.role?.replace("-dashed", "")] ?? this.text;
      context.globalAlpha = link.role ? 1 : 0.55;
      context.lineWidth = (link.role ? 2.6 : 1.2) / scale;
      context.setLineDash(link.isWish || link.role?.endsWith("-dashed") ? [6 / scale, 5 / scale] : []);
      context.stroke(path);
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
    for (const id of active) {
      const node = this.nodes.get(id);
      if (node) this.paintNode(context, scale, node);
    }
  }

  isLit(from, to, active) {
    if (!active.has(from) || !active.has(to)) return false;
    const centres = this.focus ? new Set([this.focus]) : this.chosen;
    return !centres.size || centres.has(from) || centres.has(to);
  }

  paintNode(context, scale, node) {
    const role = this.overlay?.nodes.get(node.id);
    const isCentre = this.focus === node.id || this.chosen.has(node.id) || role === "chosen";
    outline(context, node.shape, node.x, node.y, node.shown);
    context.fillStyle = role === "left" ? this.surface : node.color;
    context.fill();
    const colour = this.role[role] ?? (role === "left" ? node.color : isCentre ? this.text : this.surface);
    context.strokeStyle = isCentre ? this.text : colour;
    context.lineWidth = (isCentre || this.role[role] || role === "left" ? 3 : 1) / scale;
    context.stroke();
  }

  // The rank of a candidate stands on its node.
  paintMarks(context, scale) {
    for (const [id, mark] of this.overlay?.marks ?? []) {
      const node = this.nodes.get(id);
      if (!node) continue;
      const [x, y] = [node.x + node.shown, node.y - node.shown];
      context.beginPath();
      context.arc(x, y, 8 / scale, 0, 2 * Math.PI);
      context.fillStyle = this.text;
      context.fill();
      context.fillStyle = this.surface;
      context.font = `bold ${11 / scale}px ${this.face}`;
      context.fillText(mark, x, y + 0.5 / scale);
    }
  }

  paintNames(context, scale, active) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    this.paintMarks(context, scale);
    for (const { id, text, dx, dy, isBold, isFar } of this.labels) {
      const node = this.nodes.get(id);
      if (!node || (active && !active.has(id))) continue;
      const [x, y] = [node.x + dx / scale, node.y + dy / scale];
      if (isFar) {
        context.beginPath();
        context.moveTo(node.x, node.y);
        context.lineTo(x, y);
        context.strokeStyle = this.text;
        context.lineWidth = 0.8 / scale;
        context.stroke();
      }
      context.font = `${isBold ? "bold " : ""}${LETTER / scale}px ${this.face}`;
      context.lineWidth = 3.5 / scale;
      context.strokeStyle = this.surface;
      context.strokeText(text, x, y);
      context.fillStyle = this.text;
      context.fillText(text, x, y);
    }
  }

  // Movement

  animation() {
    return isCalm.matches ? false : { duration: DURATION, easingFunction: "easeInOutQuad" };
  }

  moveTo(view, isSudden = false) {
    const animation = isSudden ? false : this.animation();
    this.network.moveTo({ ...view, animation });
    clearTimeout(this.arrival);
    this.arrival = setTimeout(() => {
      this.settle();
      this.moved();
    }, animation ? DURATION + 30 : 0);
  }

  zoom(factor, at) {
    const scale = Math.min(CLOSEST, this.network.getScale() * factor);
    if (!at) return this.moveTo({ scale });
    const point = this.network.DOMtoCanvas(at);
    const [x, y] = [at.x - this.box.clientWidth / 2, at.y - this.box.clientHeight / 2];
    this.moveTo({ scale, position: { x: point.x - x / scale, y: point.y - y / scale } }, true);
  }

  showAll(isSudden = false, ids = null) {
    const among = ids ? [...ids].map((id) => this.nodes.get(id)).filter(Boolean) : [...this.nodes.values()];
    if (!among.length) return;
    const around = ids ? [] : this.discs.filter((_, number) => among.some((node) => node.disc === number));
    const xs = [...among.flatMap((node) => [node.x - node.size, node.x + node.size]), ...around.flatMap(({ x, r }) => [x - r, x + r])];
    const ys = [...among.flatMap((node) => [node.y - node.size, node.y + node.size]), ...around.flatMap(({ y, r }) => [y - r, y + r])];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { covered, side } = this.covered();
    const wide = this.box.clientWidth - covered;
    const scale = Math.min(ids ? 1.3 : 1.6, (wide - 60) / Math.max(1, right - left), (this.box.clientHeight - 50) / Math.max(1, bottom - top));
    this.moveTo({ position: { x: (left + right) / 2 + (side * covered) / 2 / scale, y: (top + bottom) / 2 }, scale }, isSudden);
  }

  // How much of the map the panel lies over, and on which side.
  covered() {
    const [panel, box] = [document.getElementById("map-panel"), this.box].map((one) => one.getBoundingClientRect());
    if (!panel.width) return { covered: 0, side: 1, below: 0 };
    if (panel.width > box.width / 2) return { covered: 0, side: 1, below: Math.max(0, Math.min(box.bottom, innerHeight) - panel.top) };
    return { covered: panel.width, side: panel.left > box.left + 10 ? 1 : -1, below: 0 };
  }

  flyTo(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    const { covered, side, below } = this.covered();
    const scale = Math.max(this.network.getScale(), 0.9);
    this.moveTo({ position: { x: node.x + (side * covered) / 2 / scale, y: node.y + below / 2 / scale }, scale });
  }

  picture() {
    const drawn = this.box.querySelector("canvas");
    const copy = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height });
    const context = copy.getContext("2d");
    context.fillStyle = this.surface;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(drawn, 0, 0);
    return copy.toDataURL("image/png");
  }
}
