// Asks for a code and leads to the page of that room.
const code = document.getElementById("code");
const said = document.getElementById("said");

document.getElementById("join").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = code.value.trim().toUpperCase();
  try {
    const answer = await fetch(`${encodeURIComponent(wanted)}/state`);
    if (answer.ok) location.assign(wanted);
    else if (answer.status === 429) said.textContent = (await answer.json()).error;
    else said.textContent = `There is no room ${wanted}. Check the code on the screen.`;
  } catch {
    said.textContent = "The server cannot be reached. Try again in a moment.";
  }
});
