// SPDX-License-Identifier: GPL-3.0-or-later
// The list below the map says what the map shows: its rows follow every change of the address.

export function startList() {
  const body = document.querySelector(".best tbody");

  function row(id, name, type, contacts) {
    const line = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row" });
    const link = Object.assign(document.createElement("a"), { href: `/network?${new URLSearchParams({ select: id })}` });
    link.dataset.select = id;
    link.append(Object.assign(document.createElement("bdi"), { textContent: name }));
    head.append(link);
    line.append(
      head,
      Object.assign(document.createElement("td"), { textContent: type }),
      Object.assign(document.createElement("td"), { className: "number", textContent: contacts }),
    );
    return line;
  }

  // Whoever is in the list stays at the same name.
  function changed({ list, nodes, types }) {
    const here = body.contains(document.activeElement) ? document.activeElement.dataset.select : null;
    body.replaceChildren(...list.node.map((place, number) => (
      row(nodes.id[place], nodes.name[place], types[nodes.type[place]].label, list.contacts[number])
    )));
    if (here) [...body.querySelectorAll("a")].find((link) => link.dataset.select === here)?.focus({ preventScroll: true });
  }

  return { changed };
}
