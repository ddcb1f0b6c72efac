// 256 short words, one for each byte of a fingerprint: two people can compare them over the telephone.

export const fingerprintWords: readonly string[] = `
able acid acorn actor adult agent alarm album alley amber anchor angle ankle apple apron arena arrow artist
atlas attic autumn awake award bacon badge baker bamboo banjo barn basil basket beach beaver bell bench berry
bike birch bird biscuit blanket blue boat bottle branch brass bread brick bridge broom brush bucket butter
button cabin cactus camel camera candle canoe carpet carrot castle cedar cellar chair chalk cherry chess
circle citrus cliff clock cloud clover coach coal coffee comet compass copper coral cotton cradle crane
cricket crown crystal cube curtain dairy dance dawn deer denim desert diamond dinner dolphin donkey door
dragon drawer drum eagle earth echo elbow elm ember engine fabric falcon family farmer feather fence fern
fiddle field finger flag flame flute forest fork fossil fountain fox frame frog garden garlic gate ginger
glass glove goat golden grape gravel green guitar hammer harbor harvest hazel heron hill honey horse hotel
igloo indigo ink iron island ivory ivy jacket jasmine jelly jewel jungle kettle kitchen kite ladder lagoon
lamp lantern laser lemon letter lily linen lion lizard lobster lotus magnet mango maple marble market meadow
melon mirror monkey moon moss mountain mouse museum music napkin needle nest nickel north nutmeg oak oasis
ocean olive onion opal orange orchid otter owl oyster paddle palace panda paper parrot peach pebble pencil
pepper piano pillow pilot pine planet plum pocket pond poppy potato prism pumpkin puzzle quartz quilt rabbit
radio rain raven ribbon rice river robin rocket rose saddle salmon sand scarf seal shadow sheep ship silver
snow
`
  .trim()
  .split(/\s+/)
