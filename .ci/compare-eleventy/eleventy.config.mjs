// The least that Eleventy can do with the project: one layout, and links that lead
// to pages.
import {InputPathToUrlTransformPlugin} from '@11ty/eleventy';

export default function (config) {
  config.addPlugin(InputPathToUrlTransformPlugin);
  config.addGlobalData('layout', 'page.njk');
  config.addGlobalData('permalink', () => data => `${data.page.filePathStem}.html`);
  config.setQuietMode(true);
  return {dir: {input: 'content', includes: '../eleventy'}, markdownTemplateEngine: false};
}
