'use strict';

// Draws the plots into their places. What they show stands in the JSON beside this script.
const data = JSON.parse(document.getElementById('data').textContent);
const plots = [];

const styleOf = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const number = (value, digits = 3) => value.toLocaleString('en', value >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits });
const plain = value => value === 0 ? '0' : number(value);
const short = value => value.toLocaleString('en', { notation: Math.abs(value) >= 1e4 ? 'compact' : 'standard' });
const percent = value => `${Math.round(value * 1000) / 10} %`;
const seconds = value => value === 0 ? '0 s' : value < 1 ? `${number(value * 1000)} ms` : `${number(value)} s`;

// The colours of a kind begin anew when they are used up; then the lines are dashed.
const coloured = (kind, count) => (series, i) => ({ ...series, colour: `${kind}-${i % count + 1}`, dash: i < count ? undefined : [6, 4] });

// A limit has one colour in every plot.
const limits = ['Requests a minute', 'Tokens a minute', 'Input tokens a minute', 'Output tokens a minute', 'Calls at once'];
const limitColour = name => `level-${(limits.indexOf(name) + 1) || 6}`;

// What each kind of plot shows: its lines, and how its values read.
const kinds = {
  served: run => ({
    unit: 'calls a minute', read: plain, x: run.at, stacked: true,
    series: [
      ...run.served.map(series => coloured('route', 8)(series, data.routes.indexOf(series.name))),
      { name: 'Arrived', values: run.arrived, colour: 'ink' },
    ],
    outages: run.levels.flatMap(route => route.outages),
  }),
  waits: run => ({ unit: 'seconds', read: seconds, x: run.at, series: run.waits.map(coloured('wait', 2)), band: true }),
  failures: run => ({ unit: 'a minute', read: plain, x: run.at, series: run.failures.map(coloured('failure', 4)) }),
  tokens: run => ({
    unit: 'tokens a minute', read: plain, x: run.at,
    series: run.tokens.map(series => ({ ...series, colour: limitColour(`${series.name} a minute`) })),
  }),
  levels: (run, name) => {
    const route = run.levels[run.served.findIndex(series => series.name === name)];
    return route && {
      unit: 'left', read: percent, x: run.sampledAt, most: 1, width: 1.5,
      series: route.series.map(series => ({ ...series, colour: limitColour(series.name) })),
      outages: route.outages,
    };
  },
};

// Runs that stand side by side have the same scale.
function scaleOf(kind, route, plot) {
  const beside = data.runs.map(run => kinds[kind](run, route)).filter(Boolean);
  const all = beside.flatMap(other => other.series.flatMap(series => series.values)).filter(value => value !== null);
  const top = plot.most ?? Math.max(...all, 0) * 1.06;
  return [Math.min(...all, 0), top || 1];
}

// Each route's calls on top of those of the routes before it.
function stackedUp(plot) {
  const sums = plot.x.map(() => 0);
  return plot.series.map(series => series.colour === 'ink' ? series.values : series.values.map((value, i) => sums[i] += value));
}

function bandsOf(plot) {
  if (plot.band)
    return [{ series: [2, 1], fill: () => styleOf(plot.series[1].colour) + '30' }];
  if (!plot.stacked)
    return undefined;
  return plot.series.slice(1, -1).map((series, i) => ({ series: [i + 2, i + 1], fill: () => styleOf(series.colour) + 'b0' }));
}

function lineOf(plot, series, i) {
  const filled = plot.stacked && i === 0;
  return {
    label: series.name,
    stroke: () => styleOf(series.colour),
    fill: filled ? () => styleOf(series.colour) + 'b0' : undefined,
    dash: series.dash,
    width: plot.width ?? 2,
    points: { show: plot.x.length < 4, size: 6 },
  };
}

function axis(label, more) {
  return {
    label, labelSize: 20, labelGap: 0, labelFont: '12px system-ui, sans-serif', font: '12px system-ui, sans-serif',
    stroke: () => styleOf('muted'),
    grid: { stroke: () => styleOf('line'), width: 1 },
    ticks: { stroke: () => styleOf('line'), width: 1, size: 4 },
    ...more,
  };
}

// Outages lie behind everything else.
function shade(u, outages) {
  u.ctx.save();
  u.ctx.fillStyle = styleOf('outage');
  for (const [from, until] of outages) {
    const left = Math.max(u.valToPos(from / data.unitSeconds, 'x', true), u.bbox.left);
    const right = Math.min(u.valToPos((until ?? data.end) / data.unitSeconds, 'x', true), u.bbox.left + u.bbox.width);
    if (right > left)
      u.ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
  }
  u.ctx.restore();
}

function element(tag, text, colour) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (colour)
    made.style.setProperty('--colour', `var(--${colour})`);
  return made;
}

function entry(tag, series, text) {
  const made = element(tag, '', series.colour);
  made.append(element('i', ''), element('span', series.name));
  if (text !== undefined)
    made.append(element('em', text));
  return made;
}

// Beside the pointer: the moment, and each line's value there.
function tip(u, box, plot) {
  const i = u.cursor.idx;
  box.hidden = i === null || i === undefined || !u.over.matches(':hover');
  if (box.hidden)
    return;
  const rows = plot.series.filter(series => series.values[i] !== null).map(series => entry('span', series, plot.read(series.values[i])));
  box.replaceChildren(element('b', `${number(u.data[0][i], 4)} ${data.unit}`), ...rows);
  const onTheLeft = u.cursor.left > u.over.clientWidth / 2;
  box.style.left = onTheLeft ? '' : `${u.cursor.left + 14}px`;
  box.style.right = onTheLeft ? `${u.over.clientWidth - u.cursor.left + 14}px` : '';
  box.style.top = '8px';
}

function options(figure, plot, canvas) {
  const { kind, route } = figure.dataset;
  const box = element('div', '');
  box.className = 'tip';
  return {
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    legend: { show: false },
    cursor: { sync: { key: 'time' }, drag: { x: true, y: false }, points: { size: 7 } },
    scales: { x: { time: false, range: (u, from, to) => from === to ? [from - 1, to + 1] : [from, to] }, y: { range: scaleOf(kind, route, plot) } },
    series: [{}, ...plot.series.map((series, i) => lineOf(plot, series, i))],
    bands: bandsOf(plot),
    axes: [
      axis(`time since the start, in ${data.unit}`, { size: 34 }),
      axis(plot.unit, { size: 56, values: (u, values) => values.map(plot.unit === 'left' ? plot.read : short) }),
    ],
    hooks: {
      init: [u => u.over.append(box)],
      drawClear: [u => shade(u, plot.outages ?? [])],
      draw: [u => note(figure, u, plot)],
      setCursor: [u => tip(u, box, plot)],
    },
  };
}

// Where each plot lies on the page and what is in it, so that what was drawn can be looked at from outside.
function note(figure, u, plot) {
  const place = u.over.getBoundingClientRect();
  figure.dataset.place = [place.left + scrollX, place.top + scrollY, place.width, place.height].map(Math.round).join(' ');
  figure.dataset.lines = JSON.stringify(plot.series.map(series => ({ name: series.name, colour: styleOf(series.colour), points: series.values.filter(value => value).length })));
}

function draw(figure) {
  const { kind, run, route } = figure.dataset;
  const plot = kinds[kind](data.runs[run], route);
  const canvas = figure.querySelector('.canvas');
  const values = [plot.x.map(at => at / data.unitSeconds), ...(plot.stacked ? stackedUp(plot) : plot.series.map(series => series.values))];
  const u = new uPlot(options(figure, plot, canvas), values, canvas);
  const legend = figure.querySelector('.legend');
  legend.append(...plot.series.map(series => entry('li', series)));
  [...legend.children].forEach((item, i) => item.classList.toggle('filled', Boolean(plot.stacked) && plot.series[i].colour !== 'ink'));
  new ResizeObserver(() => u.setSize({ width: canvas.clientWidth, height: canvas.clientHeight })).observe(canvas);
  if (!plot.series.some(series => series.values.some(Boolean)))
    figure.querySelector('p').textContent += ' There was none.';
  plots.push(u);
}

document.querySelectorAll('.plot').forEach(draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plots.forEach(u => u.redraw()));
