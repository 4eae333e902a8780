// Texts whose contrast with what is behind them is below `least` (WCAG's ratio), with that ratio.
(least) => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const read = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (front, back) => [0, 1, 2].map(i => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const linear = x => x / 255 <= 0.03928 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
  const parents = element => element ? [element, ...parents(element.parentElement)] : [];
  const behind = element => parents(element).reverse()
    .map(e => read(getComputedStyle(e).backgroundColor)).reduce((back, front) => over(front, back), [255, 255, 255, 1]);
  const shown = element => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  const opacity = element => parents(element).reduce((all, e) => all * parseFloat(getComputedStyle(e).opacity), 1);
  const contrast = element => {
    const style = getComputedStyle(element), back = behind(element.closest('svg') || element);
    const front = read(element.closest('svg') ? style.fill : style.color);
    front[3] *= opacity(element);
    const [a, b] = [light(over(front, back)), light(back)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const main = document.querySelector('[data-testid=stMain]');
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
    const drawn = text && shown(element) && opacity(element) > 0 && !element.closest('[data-testid=stSliderThumbValue], style, .mark-rect');
    if (drawn && contrast(element) < least) found.push(`${text.slice(0, 40)}: ${contrast(element).toFixed(2)}`);
  }
  return found;
}
