"use strict";
// The reader's language: every text of the page has a key, and its words stand in config/report.yaml.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const words = read("words");
const CODES = ["en", "vi", "zh"];
const LOCALES = { en: "en-GB", vi: "vi-VN", zh: "zh-CN" };
let language = "en";

const locale = () => LOCALES[language];
const figure = (value) => (typeof value === "number" ? value.toLocaleString(locale()) : String(value));

function t(key, figures = {}) {
  const found = words[key];
  if (!found) return key;
  return found[CODES.indexOf(language)].replace(/\{(\w+)\}/g, (whole, name) => (name in figures ? figure(figures[name]) : whole));
}

function day(text) {
  const [year, month, date] = text.split("-").map(Number);
  const when = new Date(Date.UTC(2000, month - 1, date));
  when.setUTCFullYear(year);
  const month_style = language === "en" ? "short" : "numeric";
  return when.toLocaleDateString(locale(), { year: "numeric", month: month_style, day: "numeric", timeZone: "UTC" });
}

function translate(root) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t, node.dataset.n ? JSON.parse(node.dataset.n) : {});
  for (const node of root.querySelectorAll("[data-v]")) node.textContent = figure(Number(node.dataset.v));
  for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  for (const node of root.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
}

// What a browser may refuse on a file:// page is asked for with care.
const memory = {
  get(name) { try { return localStorage.getItem("zeren." + name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem("zeren." + name, value); } catch { /* the choice lasts as long as the page */ } },
};
