/* A button that asks for a passkey does nothing before the scripts have come: until then it is disabled, and says so. */
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-passkey]").forEach((button) => (button.disabled = false));
});
