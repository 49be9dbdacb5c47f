// Asks for a code and leads to the page of that room. A room that does not exist has this page too.
const code = document.getElementById("code");
const said = document.getElementById("said");

async function join() {
  const wanted = code.value.trim().toUpperCase();
  try {
    const answer = await fetch(`${encodeURIComponent(wanted)}/state`);
    if (answer.ok) location.assign(wanted);
    else if (answer.status === 429) said.textContent = (await answer.json()).error;
    else said.textContent = `There is no room ${wanted}. It has ended, or the code on the screen is another.`;
  } catch {
    said.textContent = "The server cannot be reached. Try again in a moment.";
  }
}

document.getElementById("join").addEventListener("submit", (event) => {
  event.preventDefault();
  join();
});
code.value = location.pathname.split("/").at(-1).slice(0, 6);
if (code.value) join();
