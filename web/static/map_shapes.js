// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes of nodes on a canvas, as web/drawing/svg.py draws them.

const round = (corners, start, outer, inner) =>
  Array.from({ length: corners }, (_, corner) => {
    const angle = ((start + (360 / corners) * corner) * Math.PI) / 180;
    const radius = corner % 2 ? inner : outer;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius];
  });

const CORNERS = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  diamond: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  triangle: [[0, -1.15], [1.1, 0.8], [-1.1, 0.8]],
  triangleDown: [[0, 1.15], [1.1, -0.8], [-1.1, -0.8]],
  hexagon: round(6, 0, 1.08, 1.08),
  star: round(10, -90, 1.25, 0.6),
  box: [[-1.3, -0.8], [1.3, -0.8], [1.3, 0.8], [-1.3, 0.8]],
};

export function outline(context, shape, x, y, size) {
  context.beginPath();
  const corners = CORNERS[shape];
  if (!corners) context.arc(x, y, size, 0, 2 * Math.PI);
  else {
    corners.forEach(([dx, dy], place) => context[place ? "lineTo" : "moveTo"](x + dx * size, y + dy * size));
    context.closePath();
  }
}
