// SPDX-License-Identifier: GPL-3.0-or-later
// What an eye would see on a page, for `page.evaluate`: text that is cut, labels that lie on others, letters too small.
(() => {
  const SMALLEST = 9;

  // Some words are for screen readers alone: clipped to nothing, or outside until they have the focus.
  function isForReaders(element) {
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.clipPath.startsWith("inset(50%") || around.matches(".skip:not(:focus)")) return true;
    }
    return false;
  }

  const shows = (element) => element.checkVisibility({ visibilityProperty: true }) && !isForReaders(element);
  const say = (element) => `${element.tagName.toLowerCase()} “${(element.textContent || element.placeholder || "").trim().slice(0, 50)}”`;
  const hides = (style) => [style.overflowX, style.overflowY].some((how) => how === "hidden" || how === "clip");
  const scrolls = (style) => [style.overflowX, style.overflowY].some((how) => how === "auto" || how === "scroll");

  // How far a rectangle sticks out of another to the sides and below.
  const sticksOut = (inner, outer) =>
    Math.max(outer.left - inner.left, inner.right - outer.right, outer.top - inner.top, inner.bottom - outer.bottom);

  function textsOf(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim() && shows(walker.currentNode.parentElement)) found.push(walker.currentNode);
    return found;
  }

  function cutTexts() {
    const found = [];
    for (const text of textsOf(document.body)) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const rects = [...range.getClientRects()].filter((rect) => rect.width);
      for (let around = text.parentElement; around; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (scrolls(style) && around !== document.body) break;
        const edge = around === document.documentElement ? { left: 0, right: innerWidth, top: -1e9, bottom: 1e9 } : around.getBoundingClientRect();
        const ends = hides(style) || around === document.documentElement || around.tagName === "svg";
        if (ends && rects.some((rect) => sticksOut(rect, edge) > 1.5)) {
          found.push(`${say(text.parentElement)} cut by ${around.tagName.toLowerCase()}.${around.className?.baseVal ?? around.className}`);
          break;
        }
      }
    }
    return [...found, ...cutFields()];
  }

  // What a field or a list shows before anybody used it; what somebody types into it may be longer than it.
  function cutFields() {
    const context = document.createElement("canvas").getContext("2d");
    return [...document.querySelectorAll("input[placeholder], select")].filter(shows).filter((field) => {
      const style = getComputedStyle(field);
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const arrow = field.tagName === "SELECT" ? 20 : 0;
      const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
      return context.measureText(field.placeholder ?? field.selectedOptions[0]?.text ?? "").width > room + 1;
    }).map((field) => `${field.name} ${say(field)} is too narrow for “${field.placeholder ?? field.selectedOptions[0].text}”`);
  }

  // In the drawing that the server sent; the script hides it once it has drawn its own.
  function labels() {
    const box = document.getElementById("network") ?? document.getElementById("map");
    const state = box?.dataset.state;
    if (state) delete box.dataset.state;
    const found = [...document.querySelectorAll("svg.drawing, svg.map, svg.chart")].filter(shows).flatMap(crossings);
    if (state) box.dataset.state = state;
    return found;
  }

  function crossings(svg) {
    const texts = [...svg.querySelectorAll("text")].filter(shows).map((text) => ({ text, ...size(text) }));
    const nodes = [...svg.querySelectorAll("use, a > circle")].filter(shows).map((node) => ({ node, ...middle(node) }));
    const found = [];
    texts.forEach((one, place) => {
      if (one.letter < SMALLEST) found.push(`letters ${one.letter.toFixed(1)} px high: ${say(one.text)}`);
      for (const other of texts.slice(place + 1)) if (meet(one, other)) found.push(`${say(one.text)} on ${say(other.text)}`);
      for (const other of nodes) {
        if (!isOwn(one, other) && meet(one, other)) found.push(`${say(one.text)} on a node`);
      }
    });
    return found;
  }

  // The middle line of a text, where letters are; above and below it a font leaves room for accents.
  function size(text) {
    const isInside = text.classList.contains("inside");
    const rect = (isInside ? text.previousElementSibling : text).getBoundingClientRect();
    const letter = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
    if (isInside) return { letter, isInside, left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom };
    const y = (rect.top + rect.bottom) / 2;
    return { letter, isInside, left: rect.left, right: rect.right, top: y - letter * 0.4, bottom: y + letter * 0.4 };
  }

  // What of a node is solid whatever its shape.
  function middle(node) {
    const { left, right, top, bottom, width, height } = node.getBoundingClientRect();
    return { left: left + width * 0.15, right: right - width * 0.15, top: top + height * 0.15, bottom: bottom - height * 0.15 };
  }

  // The name of a theme stands in the box that is its node, which is wider than the shape below.
  const isOwn = (label, node) => label.isInside && Math.hypot(label.left + label.right - node.left - node.right, label.top + label.bottom - node.top - node.bottom) < 8;

  const meet = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom;

  const isWide = () => (document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []);

  return { wide: isWide(), cut: cutTexts(), crossing: labels() };
})()
