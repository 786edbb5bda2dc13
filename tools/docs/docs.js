"use strict";
const find = document.getElementById("find");
const count = document.getElementById("count");
const ops = Array.from(document.querySelectorAll("details.op"));

function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const op of ops) {
        const hit = words.every((w) => op.dataset.find.includes(w));
        op.hidden = !hit;
        shown += hit ? 1 : 0;
    }
    for (const group of document.querySelectorAll("section.group"))
        group.hidden = !group.querySelector("details.op:not([hidden])");
    for (const link of document.querySelectorAll("nav li a"))
        link.parentElement.hidden = document.getElementById(link.hash.slice(1)).hidden;
    count.textContent = words.length ? `${shown} of ${ops.length}` : "";
}

function open() {
    const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    if (target && target.matches("details.op")) {
        target.open = true;
        target.scrollIntoView();
    }
}

find.addEventListener("input", filter);
window.addEventListener("hashchange", open);
document.addEventListener("keydown", (e) => {
    if (e.key === "/" && document.activeElement !== find) {
        e.preventDefault();
        find.focus();
    }
});
document.addEventListener("click", (e) => {
    if (!e.target.matches("button.copy"))
        return;
    const text = e.target.parentElement.querySelector("pre").textContent;
    navigator.clipboard.writeText(text).then(() => {
        e.target.textContent = "Copied";
        setTimeout(() => { e.target.textContent = "Copy"; }, 1500);
    }, () => { e.target.textContent = "Select and copy"; });
});
open();
