/** One line when a step begins, and its seconds when it ends, if it took long enough to wonder about. */
export async function step(name, work) {
  console.log(`· ${name} …`);
  const began = performance.now();
  const result = await work();
  console.log(`✓ ${name} ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}
