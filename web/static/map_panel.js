// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing nodes: by mouse, by the list, by keyboard; and the panel that says what is chosen.

const DOUBLE = 350;

export function startPanel(workspace) {
  const { canvas } = workspace;
  const panel = document.getElementById("map-panel");
  const place = document.getElementById("map-chosen");
  const said = document.getElementById("map-announced");
  const box = canvas.box;
  const chosen = () => workspace.state.getAll("select");
  let shown = chosen().join("\n");
  let lastClick = 0;

  function say(text) {
    said.textContent = text;
  }

  let loading = Promise.resolve();
  function changed() {
    closeMenu();
    const ids = chosen();
    panel.classList.toggle("has-chosen", ids.length > 0);
    if (ids.join("\n") !== shown) {
      shown = ids.join("\n");
      loading = load(ids);
    }
    return loading;
  }

  async function load(ids) {
    const query = new URLSearchParams(ids.map((id) => ["select", id]));
    query.set("uselang", document.documentElement.lang);
    const answer = await fetch(`/map-panel?${query}`);
    if (!answer.ok || chosen().join("\n") !== shown) return;
    const content = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...content.body.childNodes);
    revealed();
    const names = ids.map((id) => canvas.nodes.get(id)?.name ?? id);
    if (names.length) say(said.dataset.selected.replace("$1", () => names.join(", ")));
  }

  function revealed() {
    for (const tools of place.querySelectorAll(".tools")) tools.hidden = false;
    const around = place.querySelector("[data-act=around]");
    if (around) around.setAttribute("aria-pressed", String(workspace.state.getAll("around").includes(chosen()[0])));
  }

  // What can be done with a node, from the panel and from the menu.
  const acts = {
    around: (id) => workspace.go((state) => {
      const open = state.getAll("around").filter((one) => one !== id);
      const isOpen = open.length < state.getAll("around").length;
      state.delete("around");
      [...open, ...(isOpen ? [] : [id])].forEach((one) => state.append("around", one));
    }).then(revealed),
    only: (id) => workspace.go((state) => state.set("only", id)).then(() => canvas.showAll()),
    hide: (id) => workspace.go((state) => {
      state.append("hide", id);
      const rest = state.getAll("select").filter((one) => one !== id);
      state.delete("select");
      rest.forEach((one) => state.append("select", one));
    }),
    close: () => workspace.select([]),
  };

  panel.addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) acts[act](chosen()[0]);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-select]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(link.dataset.select, event.shiftKey).then(() => canvas.flyTo(link.dataset.select));
    if (!panel.contains(link)) box.scrollIntoView({ block: "nearest" });
  });

  function choose(id, isMore) {
    const now = chosen();
    if (!isMore) return workspace.select([id]);
    return workspace.select(now.includes(id) ? now.filter((one) => one !== id) : [...now, id]);
  }

  canvas.network.on("click", ({ nodes: [id], event }) => {
    const isDouble = performance.now() - lastClick < DOUBLE;
    lastClick = performance.now();
    closeMenu();
    if (!id) return chosen().length ? workspace.select([]) : undefined;
    if (isDouble && chosen()[0] === id) return acts.around(id);
    return choose(id, event.srcEvent.shiftKey);
  });

  // Hovering dims all but a node and its neighbours.
  const focus = (id) => {
    canvas.focus = id;
    canvas.write();
    canvas.network.redraw();
  };
  canvas.network.on("hoverNode", ({ node }) => {
    canvas.place.style.cursor = "pointer";
    focus(node);
  });
  canvas.network.on("blurNode", () => {
    canvas.place.style.cursor = "";
    focus(null);
  });
  canvas.network.on("dragStart", () => focus(null));
  canvas.network.on("dragging", ({ nodes: [id] }) => {
    if (!id) return;
    Object.assign(canvas.nodes.get(id), canvas.network.getPosition(id));
    canvas.paths = null;
  });
  canvas.network.on("dragEnd", ({ nodes: [id] }) => {
    if (id) {
      const at = canvas.network.getPosition(id);
      canvas.place1(id, at);
      workspace.keepPlace(id, at);
    } else workspace.moved();
    canvas.settle();
  });

  // The menu of a node offers what the panel does.
  let menu = null;
  function closeMenu() {
    menu?.remove();
    menu = null;
  }
  async function openMenu(id, at) {
    closeMenu();
    if (chosen().length < 2 || !chosen().includes(id)) await workspace.select([id]);
    await changed();
    menu = Object.assign(document.createElement("ul"), { className: "menu" });
    for (const item of place.querySelectorAll("[data-act], .go-on a, p > a[href^='/entry/']")) {
      const copy = item.cloneNode(true);
      copy.className = "";
      if (copy.dataset.act) copy.addEventListener("click", () => { closeMenu(); acts[copy.dataset.act](id); });
      const line = document.createElement("li");
      line.append(copy);
      menu.append(line);
    }
    box.append(menu);
    menu.style.left = `${Math.min(at.x, box.clientWidth - menu.offsetWidth - 4)}px`;
    menu.style.top = `${Math.max(0, Math.min(at.y, box.clientHeight - menu.offsetHeight - 4))}px`;
    menu.querySelector("button, a")?.focus();
  }
  canvas.network.on("oncontext", ({ event, pointer }) => {
    const id = canvas.network.getNodeAt(pointer.DOM);
    if (!id) return;
    event.preventDefault();
    openMenu(id, pointer.DOM);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (menu) closeMenu();
    else if (chosen().length && !document.fullscreenElement) workspace.select([]);
  });

  panel.classList.toggle("has-chosen", chosen().length > 0);
  revealed();
  return { changed };
}
