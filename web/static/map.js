// SPDX-License-Identifier: GPL-3.0-or-later
// The map: its state is the address of the page; the server says what is in view, the canvas draws it.
import { MapCanvas } from "./map_canvas.js";
import { startForm } from "./map_form.js";
import { startList } from "./map_list.js";
import { startPanel } from "./map_panel.js";
import { startTouch } from "./map_touch.js";

const PAUSE = 180;
const MOST = 2000;
const NARROW = 832;
const DRAGGED = "map-dragged";

const box = document.getElementById("map");
const given = document.getElementById("map-data");

class Workspace {
  constructor(canvas, data) {
    this.canvas = canvas;
    this.root = document.getElementById("workspace");
    this.parts = [];
    this.dragged = JSON.parse(sessionStorage.getItem(DRAGGED) ?? "{}");
    this.take(data);
  }

  get state() {
    return new URLSearchParams(location.search);
  }

  take(data, options) {
    this.isCut = data.found > data.nodes.id.length;
    this.canvas.show(data, options);
    for (const [id, at] of Object.entries(this.dragged)) this.canvas.place1(id, at);
    this.canvas.chosen = new Set(this.state.getAll("select"));
    this.canvas.settle();
  }

  // Every step is one of the browser's history, so that going back undoes it.
  async go(change, { isStep = true } = {}) {
    const state = this.state;
    change(state);
    const address = `${location.pathname}${state.size ? `?${state}` : ""}`;
    if (address === location.pathname + location.search) return;
    history[isStep ? "pushState" : "replaceState"](null, "", address);
    await this.refresh();
  }

  async refresh({ isMove = false } = {}) {
    const state = this.state;
    if (isMove || (this.isCut && this.hasMoved)) {
      const { left, top, right, bottom } = this.canvas.inView();
      state.set("box", [left, top, right, bottom].map(Math.round).join(","));
    }
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`/map.json?${state}`, { signal: this.asked.signal });
      if (!answer.ok) return;
      const data = await answer.json();
      const keep = isMove && this.canvas.nodes.size + data.nodes.id.length <= MOST;
      this.take(data, { keep });
      if (!isMove) for (const part of this.parts) part.changed?.(data);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  // More of a large network comes while one zooms in.
  moved() {
    if (!this.isCut && !this.hasMoved) return;
    this.hasMoved = true;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh({ isMove: true }), PAUSE);
  }

  keepPlace(id, at) {
    this.dragged[id] = at;
    sessionStorage.setItem(DRAGGED, JSON.stringify(this.dragged));
  }

  select(ids) {
    return this.go((state) => {
      state.delete("select");
      ids.forEach((id) => state.append("select", id));
    });
  }
}

function startTools(workspace) {
  const { canvas, root } = workspace;
  const tools = {
    in: () => canvas.zoom(1.5),
    out: () => canvas.zoom(1 / 1.5),
    all: () => canvas.showAll(),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    png: () => Object.assign(document.createElement("a"), { download: "map.png", href: canvas.picture() }).click(),
  };
  for (const [name, act] of Object.entries(tools)) root.querySelector(`.map-tools [data-tool=${name}]`).addEventListener("click", act);
  // The wheel belongs to the page, until somebody works in the map.
  let isInUse = false;
  box.addEventListener("pointerdown", () => (isInUse = true));
  box.addEventListener("pointerleave", () => (isInUse = false));
  box.addEventListener("wheel", (event) => {
    if (!(event.ctrlKey || isInUse || document.fullscreenElement)) return;
    event.preventDefault();
    const frame = box.getBoundingClientRect();
    canvas.zoom(Math.exp(-event.deltaY / 400), { x: event.clientX - frame.left, y: event.clientY - frame.top });
  }, { passive: false });
  document.addEventListener("fullscreenchange", () => setTimeout(() => canvas.showAll(true), 60));
}

// The picture that is there already has the places, so the page does not say them twice.
function completed(data) {
  const places = [...box.querySelectorAll(".nodes > use")].reverse().map((node) => node.transform.baseVal.consolidate().matrix);
  return { ...data, nodes: { ...data.nodes, x: places.map(({ e }) => e), y: places.map(({ f }) => f), size: places.map(({ a }) => 10 * a) } };
}

function run() {
  const data = completed(JSON.parse(given.textContent));
  let workspace = null;
  const canvas = new MapCanvas(globalThis.vis, box, () => workspace?.moved());
  workspace = new Workspace(canvas, data);
  startTools(workspace);
  workspace.parts = [startPanel(workspace), startForm(workspace), startList(), startTouch(workspace)];
  addEventListener("popstate", () => workspace.refresh());
  for (const tools of document.querySelectorAll(".workspace .tools, .workspace .slider, .workspace .close")) tools.hidden = false;
  workspace.root.classList.add("is-live");
  if (innerWidth <= NARROW) workspace.root.querySelector(".controls").open = false;
  canvas.network.setSize("100%", "100%");
  canvas.network.redraw();
  canvas.showAll(true, canvas.overlay?.nodes.keys());
  const first = workspace.state.get("select");
  if (first && workspace.state.getAll("select").length === 1) canvas.flyTo(first);
  // For whoever looks from outside, as tests do.
  box.workspace = workspace;
  box.dataset.state = "live";
}

function start() {
  const script = document.createElement("script");
  script.src = box.dataset.engine;
  script.addEventListener("load", run);
  document.head.append(script);
}

if (box && given) start();
