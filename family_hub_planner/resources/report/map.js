// The moving map: drawn from the page's own layers by Leaflet, without tiles.
(function () {
  "use strict";
  var held = document.getElementById("map-data"), canvas = document.getElementById("map-canvas");
  if (!held || !canvas || typeof L === "undefined") return;
  var data = JSON.parse(held.textContent);
  var NS = "http://www.w3.org/2000/svg", PATTERNS = { "hatched": "url(#pack-hatch)", "thinly hatched": "url(#pack-beyond)" };
  var LINES = {
    water: { color: "#6aa0c8", weight: 2 },
    rail: { color: "#8a8f94", weight: 1.2, dashArray: "6 4" },
    roads: { color: "#a08a5b", weight: 1.4 }
  };
  var PINS = { // the colours of engine/colours.py: HUB and SUGGESTED
    hubs: '<path d="M3 11L11 3l8 8v8H3z" fill="#12263f" stroke="#fff" stroke-width="1.6"/>',
    hubs_not: '<path d="M3 11L11 3l8 8v8H3z" fill="#fff" stroke="#12263f" stroke-width="1.8" stroke-dasharray="3 2"/>',
    sites: '<path d="M11 2l2.7 5.9 6.3.7-4.7 4.3 1.3 6.3L11 16l-5.6 3.2 1.3-6.3L2 8.6l6.3-.7z" fill="#d7301f" stroke="#fff" stroke-width="1.3"/>',
    outreach: '<path d="M11 3l9 16H2z" fill="#d7301f" stroke="#fff" stroke-width="1.5"/>',
    estate: '<rect x="5" y="5" width="12" height="12" fill="#5b6770" stroke="#fff" stroke-width="1.5"/>'
  };
  var WORDS = { hubs: "Hub that counts", hubs_not: "Site that does not count here" };
  var layers = {}, shown = {}, theme = data.themes[0] || null, chosen = null;

  function element(name, text) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  }

  function svg(body, size) {
    // The bodies are the constants above, never anything from the data.
    return '<svg xmlns="' + NS + '" viewBox="0 0 22 22" width="' + size + '" height="' + size +
      '" aria-hidden="true">' + body + "</svg>";
  }

  function hatch() {
    var holder = document.createElementNS(NS, "svg");
    holder.setAttribute("width", "0");
    holder.setAttribute("height", "0");
    holder.setAttribute("aria-hidden", "true");
    holder.innerHTML = '<defs><pattern id="pack-hatch" width="7" height="7" patternUnits="userSpaceOnUse">' +
      '<rect width="7" height="7" fill="#fff"/><path d="M0 7L7 0" stroke="#5b6770" stroke-width="1.3"/></pattern>' +
      // The colours of engine/colours.py: BEYOND and BEYOND_INK.
      '<pattern id="pack-beyond" width="8" height="8" patternUnits="userSpaceOnUse">' +
      '<rect width="8" height="8" fill="#ffffd4"/><path d="M0 8L8 0" stroke="#b5a765" stroke-width="0.9"/></pattern></defs>';
    holder.style.position = "absolute";
    document.body.appendChild(holder);
  }

  function classOf(id) {
    if (!theme || !(id in theme.areas)) return null;
    return theme.classes[theme.areas[id]];
  }

  function areaStyle(id) {
    var found = classOf(id), mine = chosen && chosen.key === "areas" && chosen.id === id;
    return {
      color: mine ? "#b25c00" : "#ffffff", weight: mine ? 3.5 : 0.8, opacity: 1,
      fillColor: !found ? "#ffffff" : PATTERNS[found.fill] || found.fill,
      fillOpacity: 1
    };
  }

  function pinKey(key, id) {
    if (key !== "hubs" || !theme || !theme.hubs.length) return key;
    return theme.hubs.indexOf(id) >= 0 ? "hubs" : "hubs_not";
  }

  function icon(key) {
    return L.divIcon({ className: "pin", html: svg(PINS[key] || PINS.estate, 22), iconSize: [22, 22], iconAnchor: [11, 14] });
  }

  function titleOf(key, id) {
    var card = (data.cards[key] || {})[id];
    return card ? card.title : id;
  }

  function show(key, id) {
    var card = document.getElementById("map-card"), facts = (data.cards[key] || {})[id];
    chosen = { key: key, id: id };
    card.hidden = false;
    card.textContent = "";
    card.appendChild(element("h3", titleOf(key, id)));
    var list = element("dl");
    (facts ? facts.facts : []).forEach(function (fact) {
      list.appendChild(element("dt", fact[0]));
      list.appendChild(element("dd", fact[1]));
    });
    card.appendChild(list);
    restyle();
  }

  function make(layer) {
    var group = L.featureGroup(), lines = layer.kind === "lines";
    layer.shapes.forEach(function (shape, place) {
      var id = layer.ids[place];
      var part = L.geoJSON(shape, {
        interactive: !lines,
        style: function () {
          if (lines) return Object.assign({ fill: false }, LINES[layer.key]);
          if (layer.key === "gaps") return { color: "#b2182b", weight: 2, dashArray: "6 4", fill: false };
          return areaStyle(id);
        },
        pointToLayer: function (_feature, place) {
          var named = titleOf(layer.key, id);
          return L.marker(place, { icon: icon(pinKey(layer.key, id)), alt: named, title: named, riseOnHover: true });
        }
      });
      part.packId = id;
      if (!lines) {
        part.on("click", function (event) { L.DomEvent.stopPropagation(event); show(layer.key, id); });
        part.on("keypress", function (event) {
          if (event.originalEvent.key === "Enter") show(layer.key, id); // a click by keyboard
        });
        if (layer.kind === "polygons") part.bindTooltip(element("span", titleOf(layer.key, id)), { sticky: true });
      }
      group.addLayer(part);
    });
    return group;
  }

  function restyle() {
    if (layers.areas) layers.areas.eachLayer(function (part) {
      part.setStyle(areaStyle(part.packId));
      if (chosen && chosen.key === "areas" && chosen.id === part.packId) part.bringToFront();
    });
    if (layers.hubs) layers.hubs.eachLayer(function (part) {
      var key = pinKey("hubs", part.packId);
      if (part.packPin === key) return; // a pin drawn anew would lose the keyboard's focus
      part.packPin = key;
      part.eachLayer(function (marker) { marker.setIcon(icon(key)); });
    });
    ["gaps", "water", "rail", "roads"].forEach(function (key) {
      if (layers[key] && shown[key]) layers[key].bringToFront();
    });
  }

  function legend() {
    var list = document.getElementById("map-legend");
    list.hidden = false;
    list.textContent = "";
    (theme ? theme.classes : []).forEach(function (one) {
      var fill = PATTERNS[one.fill] || one.fill;
      addSign(list, '<rect x="0.5" y="0.5" width="25" height="15" stroke="#8a8f94" fill="' + fill + '"/>', "0 0 26 16", one.label);
    });
    data.layers.forEach(function (layer) {
      if (!shown[layer.key]) return;
      if (layer.kind === "points") {
        addSign(list, PINS[layer.key] || PINS.estate, "-2 0 26 22", WORDS[layer.key] || layer.title);
        if (layer.key === "hubs" && theme && layer.ids.some(function (id) { return pinKey("hubs", id) === "hubs_not"; }))
          addSign(list, PINS.hubs_not, "-2 0 26 22", WORDS.hubs_not);
      } else if (layer.kind === "lines" || layer.key === "gaps") {
        var look = layer.key === "gaps" ? { color: "#b2182b", weight: 2, dashArray: "6 4" } : LINES[layer.key];
        addSign(list, '<path d="M0 8H26" fill="none" stroke="' + look.color + '" stroke-width="' + look.weight +
          '"' + (look.dashArray ? ' stroke-dasharray="' + look.dashArray + '"' : "") + "/>", "0 0 26 16", layer.title);
      }
    });
  }

  function addSign(list, body, box, words) {
    var item = element("li");
    // body and box are constants, or a colour that the planner wrote itself.
    item.innerHTML = '<svg xmlns="' + NS + '" viewBox="' + box + '" aria-hidden="true">' + body + "</svg>";
    item.appendChild(element("span", words));
    list.appendChild(item);
  }

  function fieldset(title) {
    var made = element("fieldset");
    made.appendChild(element("legend", title));
    return made;
  }

  function choice(holder, kind, name, words, on, act) {
    var label = element("label"), input = element("input");
    input.type = kind;
    input.name = name;
    input.checked = on;
    input.addEventListener("change", function () { act(input.checked); });
    label.appendChild(input);
    label.appendChild(document.createTextNode(" " + words));
    holder.appendChild(label);
    return input;
  }

  function controls(map) {
    var holder = document.getElementById("map-controls");
    holder.hidden = false;
    if (data.themes.length) {
      var themes = fieldset("Colour the areas by");
      data.themes.forEach(function (one, place) {
        choice(themes, "radio", "map-theme", one.title, place === 0, function () { theme = one; restyle(); legend(); })
          .setAttribute("data-theme", one.key);
      });
      holder.appendChild(themes);
    }
    var boxes = fieldset("Layers"), many = element("div");
    many.className = "many";
    boxes.appendChild(many);
    data.layers.forEach(function (layer) {
      choice(many, "checkbox", "map-layer", layer.title, shown[layer.key], function (on) {
        shown[layer.key] = on;
        if (on) layers[layer.key].addTo(map); else map.removeLayer(layers[layer.key]);
        restyle();
        legend();
      }).setAttribute("data-layer", layer.key);
    });
    holder.appendChild(boxes);
    holder.appendChild(finder(map));
  }

  function finder(map) {
    var box = fieldset("Go to"), label = element("label"), select = element("select");
    label.appendChild(element("span", "Area or site "));
    select.id = "map-finder";
    select.appendChild(element("option", "Choose one"));
    data.layers.forEach(function (layer) {
      if (layer.kind === "lines") return;
      var group = element("optgroup");
      group.label = layer.title;
      layer.ids.map(function (id) { return [titleOf(layer.key, id), id]; })
        .sort(function (a, b) { return a[0].localeCompare(b[0], "en-GB", { numeric: true }); })
        .forEach(function (pair) {
          var option = element("option", pair[0]);
          option.value = layer.key + "|" + pair[1];
          group.appendChild(option);
        });
      select.appendChild(group);
    });
    select.addEventListener("change", function () {
      var mark = select.value.indexOf("|");
      if (mark < 0) return;
      var key = select.value.slice(0, mark), id = select.value.slice(mark + 1);
      show(key, id);
      layers[key].eachLayer(function (part) {
        if (part.packId === id) map.fitBounds(part.getBounds(), { maxZoom: 13, padding: [40, 40] });
      });
    });
    label.appendChild(select);
    box.appendChild(label);
    return box;
  }

  function home(map) {
    var bounds = L.latLngBounds([]), box = data.focus;
    if (box) bounds.extend([[box[1], box[0]], [box[3], box[2]]]);
    else ["areas", "hubs", "sites", "outreach", "estate", "gaps", "roads"].some(function (key) {
      if (layers[key]) bounds.extend(layers[key].getBounds());
      return key === "areas" && layers[key];
    });
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12] });
  }

  function printing(map) {
    var center = null, zoom = 0;
    window.addEventListener("beforeprint", function () {
      var wide = canvas.clientWidth || 670;
      center = map.getCenter();
      zoom = map.getZoom();
      canvas.style.width = "660px";
      canvas.style.height = "470px";
      map.invalidateSize({ animate: false, pan: false });
      var less = Math.ceil(4 * Math.log(660 / wide) / Math.LN2) / 4; // in quarters, as zoomSnap is
      map.setView(center, zoom + Math.min(0, less), { animate: false });
    });
    window.addEventListener("afterprint", function () {
      canvas.style.width = canvas.style.height = "";
      map.invalidateSize({ animate: false, pan: false });
      if (center) map.setView(center, zoom, { animate: false });
    });
  }

  hatch();
  canvas.classList.add("moving");
  canvas.parentNode.classList.add("moving");
  var map = L.map(canvas, { zoomSnap: 0.25, attributionControl: false, minZoom: 5, maxZoom: 17, scrollWheelZoom: false });
  L.control.attribution({ prefix: false }).addAttribution(element("span", data.credit).outerHTML).addTo(map);
  L.control.scale({ imperial: true }).addTo(map);
  map.setView([0, 0], 5);
  data.layers.forEach(function (layer) {
    layers[layer.key] = make(layer);
    shown[layer.key] = layer.key !== "estate" && layer.key !== "gaps";
    if (shown[layer.key]) layers[layer.key].addTo(map);
  });
  home(map);
  controls(map);
  restyle();
  legend();
  printing(map);
  canvas.packMap = map;
})();
