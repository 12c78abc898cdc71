// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the drawing of a page interactive and the search suggest names; without it every page is complete.

const GAP = 2;
const LABEL = 13;
const MIDDLE = 30;
const PADDING = 6;

const box = document.getElementById("network");
const source = document.getElementById("network-data");

// Rows and nodes share the number of the node in the drawing; some tables list all nodes in that order.
for (const body of document.querySelectorAll("tbody[data-in-order]")) [...body.rows].forEach((row, id) => (row.dataset.id = id));
const rows = [...document.querySelectorAll("tr[data-id]")];

function rowOf(id) {
  return rows.find((row) => Number(row.dataset.id) === id);
}

function announce(row) {
  const place = document.querySelector(".announce");
  if (place && row) {
    place.textContent = place.dataset.selected.replace("$1", () => row.querySelector("th").textContent.trim());
  }
}

function select(id) {
  for (const row of rows) row.classList.toggle("is-selected", Number(row.dataset.id) === id);
  announce(rowOf(id));
}

// Arrow keys move between the links that start the rows.
function moveBetweenRows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches("tbody th a")) return;
  const links = [...event.currentTarget.querySelectorAll("tbody th a:first-of-type")];
  const next = links[links.indexOf(event.target) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

for (const table of document.querySelectorAll("table.rows")) table.addEventListener("keydown", moveBetweenRows);

function colours() {
  const style = getComputedStyle(document.body);
  return { text: style.color, surface: style.backgroundColor, face: style.fontFamily };
}

function coloured(data) {
  const { text, surface, face } = colours();
  const marked = new Set(data.marked);
  const nodes = data.nodes.map((node) => ({
    ...node,
    color: {
      background: node.color,
      border: marked.has(node.id) ? text : node.color,
      highlight: { background: node.color, border: text },
      hover: { background: node.color, border: text },
    },
    widthConstraint: node.shape === "box" ? { minimum: 2 * node.size } : false,
    font: { color: node.shape === "box" ? "#202122" : text, face, size: 1, ...(node.shape === "box" ? {} : { strokeWidth: 3, strokeColor: surface }) },
  }));
  return { nodes, edges: data.edges };
}

// The same greedy pass as in web/drawing/label_fit.py: nodes take their room first, then labels in order of importance.
function keptLabels(network, data, context) {
  const scale = network.getScale();
  const size = LABEL / scale;
  const positions = network.getPositions();
  const degree = new Map();
  for (const edge of data.edges) {
    for (const end of [edge.from, edge.to]) degree.set(end, (degree.get(end) ?? 0) + 1);
  }
  const marked = new Set(data.marked);
  const order = [...data.nodes].sort(
    (a, b) => marked.has(b.id) - marked.has(a.id) || (degree.get(b.id) ?? 0) - (degree.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1),
  );
  const taken = data.nodes.map((node) => ({ ...positions[node.id], id: node.id, w: node.size, h: node.size }));
  const meets = (a, b) => a.id !== b.id && Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const end = network.DOMtoCanvas({ x: box.clientWidth, y: box.clientHeight });
  const isInside = ({ x, y, w, h }) => x - w >= corner.x && x + w <= end.x && y - h >= corner.y && y + h <= end.y;
  const kept = new Map();
  context.font = `${LABEL}px ${colours().face}`;
  for (const node of order) {
    const { x, y } = positions[node.id];
    const away = node.size + size * 0.9;
    const width = context.measureText(node.label).width / scale;
    const around = (node.shape === "box" ? PADDING : 0) / scale;
    for (const shift of node.shape === "box" ? [0] : [away, -away]) {
      const label = { id: node.id, x, y: y + shift, w: width / 2 + GAP / scale + around, h: size * 0.6 + around };
      if (isInside(label) && !taken.some((other) => meets(label, other))) {
        taken.push(label);
        kept.set(node.id, shift < 0 ? -2 * away : 0);
        break;
      }
    }
  }
  return { kept, size };
}

function thinLabels(network, nodes, data, context) {
  const { kept, size } = keptLabels(network, data, context);
  nodes.update(
    data.nodes.map(({ id, label }) => ({ id, label: kept.has(id) ? label : " ", font: { size, vadjust: kept.get(id) ?? 0 } })),
  );
}

// Positions are the server's; a tall frame turns the wide drawing upright, and nodes stay large enough to touch.
function fitted(data) {
  const isTall = box.clientHeight > box.clientWidth;
  const [across, down] = isTall ? [0.75, 1.3] : [1, 1];
  const reach = (axis, factor) => Math.max(...data.nodes.map((node) => node[axis] * factor)) - Math.min(...data.nodes.map((node) => node[axis] * factor));
  const scale = Math.min(box.clientWidth / (reach("x", across) + 150), box.clientHeight / (reach("y", down) + 100));
  // Where they are crowded they would hide each other, so there they grow less.
  const places = data.nodes.map((node) => [node.x * across, node.y * down]);
  const nearest = places.map(([x, y], own) =>
    Math.min(...places.map(([x2, y2], other) => (other === own ? Infinity : Math.hypot(x - x2, y - y2)))),
  );
  const room = nearest.sort((a, b) => a - b)[Math.floor(nearest.length / 4)] / MIDDLE;
  const larger = Math.max(1, Math.min(0.62 / scale, room));
  return { ...data, nodes: data.nodes.map((node) => ({ ...node, x: node.x * across, y: node.y * down, size: node.size * larger })) };
}

function draw(vis, given) {
  const data = fitted(given);
  const place = document.createElement("div");
  place.className = "canvas";
  box.append(place);
  const parts = coloured(data);
  const nodes = new vis.DataSet(parts.nodes);
  const edges = new vis.DataSet(parts.edges);
  const network = new vis.Network(place, { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false },
    edges: { smooth: false, color: { color: "#868d93", highlight: colours().text, hover: colours().text, inherit: false } },
    interaction: { hover: true, keyboard: { enabled: false }, zoomView: false, tooltipDelay: 150 },
  });
  for (const frame of place.querySelectorAll("[tabindex]")) frame.tabIndex = -1;
  const context = document.createElement("canvas").getContext("2d");
  let pending = 0;
  const thin = () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => thinLabels(network, nodes, data, context));
  };
  network.on("zoom", thin);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    nodes.update(coloured(data).nodes);
    thin();
  });
  showAll(network);
  thin();
  network.on("dragEnd", thin);
  connect(network, thin);
  return network;
}

// Everything in view, with room for the labels at the sides; few nodes are not blown up.
function showAll(network) {
  network.fit({ animation: false });
  network.moveTo({ scale: Math.min(1.6, network.getScale() * (box.clientWidth < 600 ? 0.8 : 0.92)) });
}

// Selection runs both ways between drawing and table; everything that the wheel does, a button does too.
function connect(network, thin) {
  network.on("selectNode", ({ nodes: [id] }) => select(id));
  network.on("doubleClick", ({ nodes: [id] }) => {
    const link = rowOf(id)?.querySelector("th a");
    if (link) location.assign(link.href);
  });
  for (const row of rows) {
    row.addEventListener("focusin", () => {
      const id = Number(row.dataset.id);
      network.selectNodes([id]);
      select(id);
    });
  }
  const zoom = (factor) => {
    network.moveTo({ scale: network.getScale() * factor });
    thin();
  };
  const tools = {
    in: () => zoom(1.35),
    out: () => zoom(1 / 1.35),
    all: () => {
      showAll(network);
      thin();
    },
    png: () => save(box.querySelector("canvas")),
  };
  for (const [name, act] of Object.entries(tools)) {
    document.querySelector(`.tools [data-tool=${name}]`)?.addEventListener("click", act);
  }
  box.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
    },
    { passive: false },
  );
}

// A canvas is transparent, so the picture gets the page's background.
function save(canvas) {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d");
  context.fillStyle = colours().surface;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  const link = document.createElement("a");
  link.download = "network.png";
  link.href = copy.toDataURL("image/png");
  link.click();
}

function run(data) {
  try {
    draw(globalThis.vis, data);
  } catch (error) {
    box.querySelector(".canvas")?.remove();
    throw error;
  }
  document.querySelector(".tools").hidden = false;
  box.dataset.state = "live";
}

// What the page leaves out: numbers, places as in the first drawing, and titles in its language, of a node its
// name and type, of a link its ends. Links of one look share it, their ends follow each other.
function completed({ nodes, edges, marked, types, titles }) {
  const fill = (pattern, ...words) => pattern.replace(/\$(\d)/g, (_, number) => words[number - 1]);
  const places = [...box.querySelectorAll(".nodes > g")].map((node) => node.transform.baseVal[0].matrix);
  return {
    marked,
    nodes: nodes.map((node, id) => ({ id, x: places[id].e, y: places[id].f, title: fill(titles.node, node.label, types[node.shape]), ...node })),
    edges: edges.flatMap(({ ends, title, ...look }) =>
      ends.flatMap((from, place) => {
        const to = ends[place + 1];
        return place % 2 ? [] : [{ ...look, from, to, title: fill(titles.edge, nodes[from].label, nodes[to].label, title) }];
      }),
    ),
  };
}

function start() {
  const data = completed(JSON.parse(source.textContent));
  // A file that was saved carries the engine with it.
  if (globalThis.vis) return run(data);
  const script = document.createElement("script");
  script.src = box.dataset.engine;
  script.addEventListener("load", () => run(data));
  document.head.append(script);
}

function startWhenWanted() {
  const connection = navigator.connection;
  const isSlow = connection?.saveData || /2g/.test(connection?.effectiveType ?? "");
  const button = document.querySelector("[data-tool=start]");
  if (!isSlow || !button) return start();
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    start();
  });
}

if (box && source) startWhenWanted();

// Names are suggested while somebody types; the form works the same without.
function suggest(field) {
  const list = field.list;
  let last = "";
  field.addEventListener("input", async () => {
    const text = field.value.trim();
    if (text.length < 2 || text === last) return;
    last = text;
    const query = new URLSearchParams({ text, limit: "8" });
    if (field.dataset.type) query.set("type", field.dataset.type);
    const answer = await fetch(`/suggestions.json?${query}`);
    if (!answer.ok || text !== last) return;
    const { rows: found } = await answer.json();
    const words = field.dataset.suggest === "id" ? (row) => ({ value: row.id, label: row.name }) : (row) => ({ value: row.name, label: row.type });
    list.replaceChildren(...found.map((row) => Object.assign(document.createElement("option"), words(row))));
  });
}

for (const field of document.querySelectorAll("input[data-suggest]")) suggest(field);

// A page shows what its address says; a browser that comes back to it fills the forms in as they were left.
addEventListener("pageshow", ({ persisted }) => {
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  if (persisted || type === "back_forward") for (const form of document.forms) form.reset();
});
