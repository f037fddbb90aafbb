// A table that is too wide scrolls: let the keyboard reach it, as the theme does for code.
function reach() {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    else wrap.removeAttribute("tabindex");
  }
}
addEventListener("resize", reach);
addEventListener("load", reach);
