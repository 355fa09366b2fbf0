// Folders of unpacked EPUBs in, the words that a reader meets in each out: a line of
// JSON a folder, {"pages": n, "words": [...]}. epub.js pages through each on a screen of
// 600 x 800 pixels; a word is met where its first box stands within the screen, on each
// screen where it does. They come in the order of the chapters.
const { writeFileSync } = require('fs');
const { pathToFileURL } = require('url');
const puppeteer = require('puppeteer');

const [WIDTH, HEIGHT] = [600, 800];
const scripts = [require.resolve('jszip/dist/jszip.min.js'), require.resolve('epubjs/dist/epub.js')];

// Runs in the page.
async function read(width, height) {
    const rendition = ePub('OEBPS/content.opf').renderTo('screen', { width, height, flow: 'paginated', spread: 'none' });
    await rendition.display();
    let section;
    // Words move when the faces of a chapter come, and pages with them.
    const settle = async () => {
        const { start } = rendition.currentLocation();
        if (start.index === section) return;
        section = start.index;
        for (const { document: chapter } of rendition.getContents()) await chapter.fonts.ready;
        await new Promise((done) => setTimeout(done, 100));
        await rendition.display(start.href);
    };
    await settle();
    const met = [];
    for (let pages = 1; ; pages++) {
        const screen = document.getElementById('screen').getBoundingClientRect();
        for (const { document: chapter, sectionIndex } of rendition.getContents()) {
            let place = 0;
            const frame = chapter.defaultView.frameElement.getBoundingClientRect();
            const texts = chapter.createTreeWalker(chapter.body, NodeFilter.SHOW_TEXT);
            for (let text; (text = texts.nextNode()); ) {
                for (const { 0: word, index } of text.data.matchAll(/\S+/gu)) {
                    const range = chapter.createRange();
                    range.setStart(text, index);
                    range.setEnd(text, index + word.length);
                    place += 1;
                    const [box] = range.getClientRects();
                    if (!box) continue;
                    const x = frame.left + box.left + box.width / 2;
                    const y = frame.top + box.top + box.height / 2;
                    if (x >= screen.left && x < screen.right && y >= screen.top && y < screen.bottom) met.push({ sectionIndex, place, word });
                }
            }
        }
        if (rendition.currentLocation().atEnd || pages > 5000) {
            // Cells of a row may go on side by side, on the next screen.
            met.sort((a, b) => a.sectionIndex - b.sectionIndex || a.place - b.place);
            return { pages, words: met.map(({ word }) => word) };
        }
        await rendition.next();
        await settle();
    }
}

(async () => {
    const args = ['--no-sandbox', '--allow-file-access-from-files'];
    const browser = await puppeteer.launch({ executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args });
    for (const folder of process.argv.slice(2)) {
        const sources = scripts.map((path) => `<script src="${pathToFileURL(path)}"></script>`).join('');
        const html = `<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><div id="screen" style="width:${WIDTH}px;height:${HEIGHT}px"></div>${sources}`;
        writeFileSync(`${folder}/screen.html`, html);
        const page = await browser.newPage();
        await page.setViewport({ width: WIDTH, height: HEIGHT });
        await page.goto(pathToFileURL(`${folder}/screen.html`).href);
        console.log(JSON.stringify(await page.evaluate(read, WIDTH, HEIGHT)));
        await page.close();
    }
    await browser.close();
})().catch((error) => {
    console.error(error);
    process.exit(1);
});
