// Sorts tables and shows where a figure comes from. Without it the page reads as it stands.
(function () {
  "use strict";

  function valueOf(row, place) {
    var cell = row.cells[place];
    if (!cell) return null;
    var number = cell.getAttribute("data-value");
    return number === null ? null : Number(number);
  }

  function compare(place, numbers, way) {
    return function (first, second) {
      if (numbers) {
        var a = valueOf(first, place), b = valueOf(second, place);
        if (a === null || b === null) return (a === null) - (b === null); // not printed: last
        return (a - b) * way;
      }
      var one = first.cells[place].textContent, other = second.cells[place].textContent;
      return one.localeCompare(other, "en-GB", { numeric: true }) * way;
    };
  }

  function sort(table, head, place) {
    var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
    var down = head.getAttribute("aria-sort") === "ascending";
    var numbers = rows.some(function (row) { return valueOf(row, place) !== null; });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) {
      cell.removeAttribute("aria-sort");
    });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.sort(compare(place, numbers, down ? -1 : 1));
    rows.forEach(function (row) { body.appendChild(row); });
  }

  function makeSortable(table) {
    if (table.tBodies[0].rows.length < 2) return;
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, place) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.setAttribute("data-name", head.textContent); // printed: a button is not said again
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () { sort(table, head, place); });
    });
  }

  function makeTraces() {
    if (typeof HTMLDialogElement === "undefined") return; // the link leads to the list at the end
    var dialog = document.createElement("dialog");
    document.body.appendChild(dialog);
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a.figure, a.source");
      if (!link) return;
      var trace = document.getElementById(link.getAttribute("href").slice(1));
      if (!trace) return;
      event.preventDefault();
      dialog.textContent = "";
      var copy = trace.cloneNode(true);
      copy.removeAttribute("id");
      copy.className = "";
      dialog.appendChild(copy);
      var close = document.createElement("button");
      close.type = "button";
      close.textContent = "Close";
      close.addEventListener("click", function () { dialog.close(); });
      dialog.appendChild(close);
      dialog.setAttribute("aria-label", "Where this figure comes from");
      dialog.showModal();
    });
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog) dialog.close();
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("table.sortable"), makeSortable);
  makeTraces();
  if (window.matchMedia("(max-width: 640px)").matches) {
    var contents = document.querySelector("nav details");
    if (contents) contents.open = false;
  }
})();
