// The courier's page, drawn by the hub: pure functions from what is to be shown to HTML.
export type { CourierPage, CourierScene, DoorScene, VisitScene } from './courier-page.ts'
export { type Language, languageOf, languageWished, languages, wordsOf } from './languages.ts'
export { renderCourier, renderMain } from './render-courier.ts'
export type { CourierWords, Letter } from './words/courier-words.ts'
