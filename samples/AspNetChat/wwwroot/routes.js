// The panel: the capacity of each route as it is now, and the switches that make a service fail.

import { amount, copy, seconds, spaced } from "./words.js";

const panel = document.getElementById("routes");

new EventSource("api/capacity").onmessage = event => JSON.parse(event.data).forEach(update);

function update(route) {
  const section = panel.querySelector(`[data-route="${route.name}"]`) ?? add(route);
  const condition = section.querySelector(".condition");
  condition.textContent = spaced(route.condition) + (route.availableIn ? ` ${seconds(route.availableIn)}` : "");
  condition.classList.toggle("ready", route.condition === "Ready");
  section.querySelector(".in-flight").textContent = `${route.inFlight}${route.maxInFlight ? ` of ${route.maxInFlight}` : ""} under way`;
  section.querySelector(".buckets").replaceChildren(...route.buckets.map(bucket));
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
    radio.addEventListener("change", () => fetch(`api/services/${route.name}/${radio.value}`, { method: "POST" }));
  }

  panel.append(section);
  return section;
}

function bucket({ limit, level, burst }) {
  const row = copy("bucket");
  const bar = row.querySelector(".bar");
  const left = Math.max(0, level);
  row.querySelector(".limit").textContent = spaced(limit);
  row.querySelector(".level").textContent = `${amount(left)} of ${amount(burst)}`;
  bar.ariaLabel = spaced(limit);
  bar.ariaValueNow = left;
  bar.ariaValueMax = burst;
  bar.firstElementChild.style.width = `${burst > 0 ? Math.min(100, 100 * left / burst) : 0}%`;
  return row;
}
