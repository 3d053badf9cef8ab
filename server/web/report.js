"use strict";

// Colours that people who see no red or green can tell apart (after the palettes of Okabe and Ito, and of Tol).
const OUTCOME_COLOURS = { shown: "#888888", accepted: "#2a87c8", overridden: "#d55e00", unanswered: "#999999" };
const REASON_COLOURS = ["#88ccee", "#cc6677", "#ddcc77", "#117733", "#6f63c9", "#44aa99", "#aa4499", "#999933", "#882255", "#999999"];
const DASHES = { shown: [], accepted: [6, 3], overridden: [2, 2] };
const BAR_HEIGHT = 34; // pixels for each label, so that bars do not get thin where there are many cards
const LEAST_HEIGHT = 140;

const charts = [];
const data = JSON.parse(document.getElementById("data").textContent);

function colourOf(kind, series, index) {
  return kind === "reasons" ? REASON_COLOURS[Math.min(index, REASON_COLOURS.length - 1)] : OUTCOME_COLOURS[series.name];
}

function barSeries(kind) {
  return data[kind].series.map((series, index) => ({
    label: series.name, data: series.values, backgroundColor: colourOf(kind, series, index), borderWidth: 1, maxBarThickness: 28,
  }));
}

function lineSeries(kind) {
  return data[kind].series.map((series, index) => ({
    label: series.name, data: series.values, borderColor: colourOf(kind, series, index), backgroundColor: colourOf(kind, series, index),
    borderDash: DASHES[series.name], borderWidth: 2, pointRadius: data[kind].labels.length > 60 ? 0 : 2, tension: 0,
  }));
}

const counts = { beginAtZero: true, ticks: { precision: 0 } };

function barChart(kind) {
  return {
    type: "bar",
    data: { labels: data[kind].labels, datasets: barSeries(kind) },
    options: { indexAxis: "y", scales: { x: { stacked: true, ...counts }, y: { stacked: true, ticks: { autoSkip: false } } } },
  };
}

function lineChart(kind) {
  return {
    type: "line",
    data: { labels: data[kind].labels, datasets: lineSeries(kind) },
    options: { interaction: { mode: "index", intersect: false }, scales: { y: counts, x: { ticks: { maxRotation: 0, autoSkipPadding: 16 } } } },
  };
}

function draw(place) {
  const kind = place.dataset.chart;
  place.hidden = data[kind].labels.length === 0;
  if (place.hidden) return;
  const isLine = place.classList.contains("lines");
  place.style.height = `${isLine ? 300 : LEAST_HEIGHT + BAR_HEIGHT * data[kind].labels.length}px`;
  const configuration = isLine ? lineChart(kind) : barChart(kind);
  configuration.options = {
    ...configuration.options, animation: false, maintainAspectRatio: false,
    plugins: { legend: { position: "bottom", labels: { boxWidth: 14, usePointStyle: isLine, pointStyle: "line" } } },
  };
  charts.push(new Chart(place.querySelector("canvas"), configuration));
}

// The colours of the page, which are others on paper and where dark is preferred.
function paint() {
  const style = getComputedStyle(document.documentElement);
  const text = style.getPropertyValue("--text").trim();
  const faint = style.getPropertyValue("--faint").trim();
  for (const chart of charts) {
    chart.options.plugins.legend.labels.color = text;
    for (const axis of Object.values(chart.options.scales)) {
      axis.ticks.color = text;
      axis.grid = { ...axis.grid, color: faint };
    }
    if (chart.config.type === "bar") {
      for (const dataset of chart.data.datasets) dataset.borderColor = style.getPropertyValue("--page").trim();
    }
    chart.resize();
    chart.update("none");
  }
}

for (const place of document.querySelectorAll("[data-chart]")) draw(place);
paint();
for (const query of ["print", "(prefers-color-scheme: dark)"]) matchMedia(query).addEventListener("change", paint);
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
