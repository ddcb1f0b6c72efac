// What the topics of events mean, without the prefixes of their parts. `*` stands for any one part. From the ONVIF topic
// tree and from what Reolink, TP-Link and Hikvision send beside it.

export type Meaning = 'ring' | 'motion' | 'tamper' | 'input'

export const topics: readonly (readonly [topic: string, meaning: Meaning])[] = [
  ['RuleEngine/MyRuleDetector/Visitor', 'ring'],
  ['VideoSource/MotionAlarm', 'motion'],
  ['RuleEngine/CellMotionDetector/Motion', 'motion'],
  ['RuleEngine/MotionRegionDetector/Motion', 'motion'],
  ['RuleEngine/MyRuleDetector/PeopleDetect', 'motion'],
  ['RuleEngine/PeopleDetector/People', 'motion'],
  ['RuleEngine/CellMotionDetector/People', 'motion'],
  ['VideoSource/GlobalSceneChange/*', 'tamper'],
  ['VideoSource/ImageTooDark/*', 'tamper'],
  ['VideoSource/ImageTooBright/*', 'tamper'],
  ['VideoSource/ImageTooBlurry/*', 'tamper'],
  ['RuleEngine/TamperDetector/Tamper', 'tamper'],
  ['RuleEngine/CellMotionDetector/Tamper', 'tamper'],
  ['Device/Trigger/DigitalInput', 'input'],
  ['Device/Trigger/AlarmIn', 'input'],
]
