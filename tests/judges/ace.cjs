// EPUBs in, a line of JSON for each out: the report of Ace by DAISY, {"file", "report"}.
// Its core runs as `ace` runs it, in one browser that stays open from the first book to
// the last.
const { readFileSync, mkdtempSync, rmSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
// A busy machine takes longer than Ace's five seconds to start a browser.
process.env.ACE_TIMEOUT_INITIAL = '60000';
const ace = require('@daisy/ace-core');
const logger = require('@daisy/ace-logger');
const runner = require('@daisy/ace-axe-runner-puppeteer');

const kept = { ...runner, launch: async () => {}, close: async () => {} };

// Standard output is for reports alone.
console.log = console.error;

(async () => {
    logger.initLogger({ verbose: false, silent: true, fileName: 'ace-cli.log' });
    const folder = mkdtempSync(join(tmpdir(), 'ace-'));
    await runner.launch();
    try {
        for (const [number, file] of process.argv.slice(2).entries()) {
            const outdir = join(folder, String(number));
            await ace(file, { cwd: process.cwd(), outdir, silent: true, jobId: '' }, kept).catch((error) => {
                throw new Error(`${file}: ${error?.message || error || 'Ace gives no reason'}`);
            });
            const report = JSON.parse(readFileSync(join(outdir, 'report.json'), 'utf8'));
            process.stdout.write(`${JSON.stringify({ file, report })}\n`);
        }
    } finally {
        await runner.close();
        rmSync(folder, { recursive: true, force: true });
    }
})().catch((error) => {
    console.error(error);
    process.exit(1);
});
