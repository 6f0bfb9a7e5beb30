// The panel: the capacity of each route as it is now, and the switches that make a service fail.

import { amount, copy, limitOf, seconds, spaced } from "./words.js";

const panel = document.getElementById("routes");

new EventSource("api/capacity").onmessage = event => JSON.parse(event.data).forEach(update);

function update(route) {
  const section = panel.querySelector(`[data-route="${route.name}"]`) ?? add(route);
  const condition = section.querySelector(".condition");
  condition.textContent = spaced(route.condition) + (route.availableIn ? ` ${seconds(route.availableIn)}` : "");
  condition.classList.toggle("ready", route.condition === "Ready");
  section.querySelector(".in-flight").textContent = `${route.inFlight}${route.maxInFlight ? ` of ${route.maxInFlight}` : ""} under way`;
  updateBuckets(section.querySelector(".buckets"), route.buckets);
  if (!section.ariaBusy)
    for (const radio of section.querySelectorAll("input"))
      radio.checked = radio.value === route.service;
}

function add(route) {
  const section = copy("route");
  section.dataset.route = route.name;
  section.querySelector(".name").textContent = route.name;
  section.querySelector(".provider").textContent = route.provider;
  section.querySelector("fieldset").hidden = route.service === null;
  for (const radio of section.querySelectorAll("input")) {
    radio.name = route.name;
    radio.addEventListener("change", () => make(section, route.name, radio.value));
  }

  panel.append(section);
  return section;
}

/** Until the service has changed, the panel does not switch back to what it was. */
async function make(section, name, state) {
  section.ariaBusy = "true";
  await fetch(`api/services/${name}/${state}`, { method: "POST" });
  section.ariaBusy = null;
}

function updateBuckets(rows, buckets) {
  while (rows.children.length < buckets.length)
    rows.append(copy("bucket"));
  while (rows.children.length > buckets.length)
    rows.lastElementChild.remove();
  buckets.forEach((bucket, i) => fill(rows.children[i], bucket));
}

function fill(row, { limit, perWindow, level, burst }) {
  const [unit, window] = limitOf(limit);
  const bar = row.querySelector(".bar");
  const left = Math.max(0, level);
  row.querySelector(".limit").textContent = unit;
  row.querySelector(".per").textContent = `${amount(perWindow)} a ${window}`;
  row.querySelector(".level").textContent = `${amount(left)} left`;
  bar.ariaLabel = spaced(limit);
  bar.ariaValueNow = left;
  bar.ariaValueMax = burst;
  bar.firstElementChild.style.width = `${burst > 0 ? Math.min(100, 100 * left / burst) : 0}%`;
}
