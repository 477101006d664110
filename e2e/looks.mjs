// Looks at one page in both widths and both colour schemes: accessibility, and that nothing sticks out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = [1280, 390];
const schemes = ['light', 'dark'];

export async function looksRight(t, page, name, shots) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const where = `${name} at ${width} px, ${colorScheme}`;
      const found = await violations(page);
      t.ok(found.length === 0, `${where}: no accessibility violations`, found.join('\n'));
      if (shots) await page.screenshot({ path: `${shots}/${name.replace(/\W+/g, '-')}-${width}-${colorScheme}.png`, fullPage: true });
    }
    const out = await stickingOut(page);
    t.ok(out.length === 0, `${name} at ${width} px: nothing is wider than the window`, out.join('\n'));
  }
  await page.setViewportSize({ width: widths[0], height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

// The driver evaluates outside the page's content policy, so the policy stays as strict as it is for readers.
async function violations(page) {
  await page.evaluate(`${axe};0`);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(' | ')}`);
}

function stickingOut(page) {
  return page.evaluate(() => {
    const limit = document.documentElement.clientWidth + 1;
    if (document.documentElement.scrollWidth <= limit) return [];
    return [...document.querySelectorAll('body *')]
      .filter((e) => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.right > limit || r.left < -1); })
      .slice(0, 5).map((e) => e.outerHTML.slice(0, 160));
  });
}
