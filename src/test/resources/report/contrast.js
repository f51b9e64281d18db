// Texts whose contrast with what is behind them is below 4.5 to 1, one a line; empty if there are none.
const parse = colour => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255);
};
const luminance = ([r, g, b]) => [r, g, b].map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
const behind = element => {
  for (let at = element; at; at = at.parentElement) {
    const [r, g, b, a] = parse(getComputedStyle(at).backgroundColor);
    if (a > 0.99) return [r, g, b];
  }
  return [1, 1, 1];
};
const weak = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  const style = getComputedStyle(element);
  if (!node.textContent.trim() || !element.checkVisibility() || element.closest("script, style, .hidden, option, .off")) continue;
  const svg = element.closest("text");
  const front = parse(svg ? style.fill : style.color);
  const opacity = svg ? Number(style.fillOpacity) : 1;
  const back = svg ? parse(getComputedStyle(element.closest("a").querySelector("rect")).fill).slice(0, 3) : behind(element);
  const mixed = front.slice(0, 3).map((part, i) => part * opacity + back[i] * (1 - opacity));
  const [one, other] = [luminance(mixed), luminance(back)];
  const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (contrast < 4.5) weak.add(`${contrast.toFixed(2)} ${element.tagName}.${element.className.baseVal ?? element.className}: ${node.textContent.trim().slice(0, 40)}`);
}
return [...weak].join("\n");
