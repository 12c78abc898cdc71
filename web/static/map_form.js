// SPDX-License-Identifier: GPL-3.0-or-later
// Search, switches and the years: each change is an address, and acts at once.

const STEP = 900;

export function startForm(workspace) {
  const form = document.getElementById("map-form");
  const find = form.elements.select;
  const slider = document.getElementById("map-year");
  const notice = document.getElementById("map-notice");
  const said = document.getElementById("map-announced");
  form.querySelector("[data-plain]").hidden = true;

  function written(state) {
    for (const name of ["types", "links"]) {
      const boxes = [...form.querySelectorAll(`[name=${name}]`)];
      state.delete(name);
      const isUsual = boxes.every((one) => one.checked === ("usual" in one.dataset));
      if (!isUsual) boxes.filter((one) => one.checked).forEach((one) => state.append(name, one.value));
    }
    for (const name of ["country", "language", "since", "until"]) {
      const value = form.elements[name]?.value.trim();
      if (value) state.set(name, value);
      else state.delete(name);
    }
  }

  function read() {
    const state = workspace.state;
    for (const name of ["types", "links"]) {
      const wanted = new Set(state.getAll(name));
      for (const one of form.querySelectorAll(`[name=${name}]`)) one.checked = wanted.size ? wanted.has(one.value) : "usual" in one.dataset;
    }
    for (const name of ["country", "language", "since", "until"]) if (form.elements[name]) form.elements[name].value = state.get(name) ?? "";
    showYear();
  }

  function showYear() {
    if (!slider) return;
    if (form.elements.until.value) slider.value = form.elements.until.value.slice(0, 4);
    else slider.value = slider.max;
    form.querySelector("output").textContent = slider.value;
  }

  form.addEventListener("change", (event) => {
    if (event.target === find || event.target === slider) return;
    workspace.go(written);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const id = find.value.trim();
    if (id) fly(id);
    else workspace.go(written);
  });
  find.addEventListener("change", () => find.value.trim() && fly(find.value.trim()));

  async function fly(text) {
    const query = new URLSearchParams({ text, limit: "1", uselang: document.documentElement.lang });
    let id = text;
    if (!workspace.canvas.nodes.has(text)) {
      const answer = await fetch(`/suggestions.json?${query}`);
      const { rows = [] } = answer.ok ? await answer.json() : {};
      if (!rows.length) return;
      id = rows[0].id;
    }
    find.value = "";
    await workspace.select([id]);
    workspace.canvas.flyTo(id);
  }

  // The years: up to the last one everything is shown.
  const toYear = (isStep) => {
    form.elements.until.value = slider.value === slider.max ? "" : slider.value;
    form.querySelector("output").textContent = slider.value;
    return workspace.go(written, { isStep });
  };
  let playing = 0;
  function play(button) {
    if (playing) {
      clearInterval(playing);
      playing = 0;
    } else {
      slider.value = slider.value === slider.max ? slider.min : slider.value;
      toYear(true);
      playing = setInterval(() => {
        slider.value = Number(slider.value) + 1;
        toYear(false);
        if (slider.value === slider.max) play(button);
      }, STEP);
    }
    button.textContent = playing ? button.dataset.stop : button.dataset.play;
  }
  if (slider) {
    slider.addEventListener("input", () => toYear(false));
    slider.addEventListener("change", () => toYear(true));
    form.querySelector("[data-tool=play]").addEventListener("click", ({ currentTarget }) => play(currentTarget));
    showYear();
  }

  function changed(data) {
    read();
    notice.querySelector("span").textContent = data.notice;
    said.textContent = data.notice;
  }

  return { changed };
}
