// SPDX-License-Identifier: Apache-2.0
#include "core/report/card_subject.h"

namespace tadpole {
namespace {

const SubjectLines& voice_lines() {
  static const SubjectLines lines = {
      .purpose =
          "Learning: to spot its keywords on a small device, in the setting it was tested "
          "in.",
      .out_of_scope =
          "anything where a missed or an imagined word can hurt somebody; identifying who speaks; "
          "words, languages and rooms that are not in the test",
      .no_groups =
          "Groups: the clips carry no speaker groups, so nothing is known about accents, "
          "ages or genders.",
      .conditions = "Noise: no streaming test was run; how it behaves in a noisy room is unknown.",
      .not_varied =
          "Not varied on purpose: microphone, distance, room, emotion, illness, speech "
          "impairments.",
      .met = "none of them was heard in training",
      .ethics =
          {"A microphone that always listens needs the knowledge and consent of everybody in "
           "the room.",
           "Voices are personal data: keep recordings on the device of their owner and delete "
           "them on request."},
      .synthetic_origin = "The speech was made by a machine; real voices will do worse.",
      .synthetic_caveat =
          "Trained or tested on synthetic voices: record 10 clips of each word with "
          "real people and compare before you trust any number here.",
      .advice =
          "Test it with your own microphone, in your own room, with the people who will use "
          "it; then test again after some weeks."};
  return lines;
}

const SubjectLines& picture_lines() {
  static const SubjectLines lines = {
      .purpose =
          "Learning: to tell its classes apart with a small camera, in the setting it was "
          "tested in.",
      .out_of_scope =
          "anything where a wrong answer can hurt somebody; recognising or watching a "
          "person; guessing age, origin, mood or health from a face; things, places "
          "and light that are not in the test",
      .no_groups =
          "Groups: the pictures carry no groups, so nothing is known about skin tones, "
          "ages, clothes, cameras or places.",
      .conditions =
          "Light, weather and background: only those of the test pictures; others are "
          "unknown.",
      .not_varied = "Not varied on purpose: camera, lens, distance, angle, blur, dirt on the lens.",
      .met = "none of them was seen in training",
      .ethics = {"A camera that always looks needs the knowledge and consent of everybody it can "
                 "see; a sign and a visible light are the least.",
                 "Pictures of people are personal data: decide on the device, do not keep the "
                 "pictures, and delete on request.",
                 "Finding people is a step to watching them: ask whether a sensor without pictures "
                 "would do."},
      .synthetic_origin =
          "The pictures were made by a program; with a real camera it will do worse.",
      .synthetic_caveat =
          "Trained or tested on pictures that no camera took: take some of each "
          "class with the camera of the device and compare before you trust any "
          "number here.",
      .advice =
          "Test it with the camera of the device, at the place where it will hang, by day and "
          "by night; then test again after some weeks."};
  return lines;
}

const SubjectLines& movement_lines() {
  static const SubjectLines lines = {
      .purpose =
          "Learning: to tell movements or signals of the body apart on a small device, as "
          "the people of the test made them.",
      .out_of_scope =
          "anything where a wrong answer can hurt somebody; detecting falls, diagnosing "
          "illness or judging a person's work; people, bodies and ways to wear the "
          "sensor that are not in the test",
      .no_groups =
          "Groups: the recordings carry no groups, so nothing is known about ages, bodies, "
          "left hands or disabilities.",
      .conditions =
          "Place and direction of the sensor: only those of the test; others are unknown.",
      .not_varied =
          "Not varied on purpose: sensor, strap, speed, tiredness, illness, shoes, ground.",
      .met = "none of them was part of the training",
      .ethics = {"How somebody moves and how a heart beats can identify a person and tell about "
                 "health: these are personal data, keep them on the device of their owner.",
                 "Who wears the sensor decides when it runs; nobody should have to wear it to be "
                 "watched at work or at school."},
      .synthetic_origin =
          "The movements were made by a program; people move differently, with them it will do "
          "worse.",
      .synthetic_caveat =
          "Trained or tested on simulated movement: record ten of each kind with "
          "real people and compare before you trust any number here.",
      .advice =
          "Test it with people who were not in the data, with the sensor worn as it will be "
          "worn; then test again after some weeks."};
  return lines;
}

const SubjectLines& row_lines() {
  static const SubjectLines lines = {
      .purpose = "Learning: to see what a table can predict and what it cannot.",
      .out_of_scope =
          "deciding about a person: work, credit, insurance, housing, school, police, "
          "treatment; any place and time that the table does not cover",
      .no_groups =
          "Groups: the rows carry no groups, so nothing is known about how well it works "
          "for whom.",
      .conditions = "Time and place: those of the table; the world has moved on since.",
      .not_varied =
          "Not varied on purpose: who was asked, who was left out, and how columns were "
          "measured.",
      .met = "none of them was part of the training",
      .ethics = {"A table about people repeats the decisions of its time: a model learns unfair "
                 "ones as readily as fair ones.",
                 "Leaving a column out does not leave it out of the others: age, origin and gender "
                 "show in many of them.",
                 "If a row is about a person, that person should be able to see it, correct it and "
                 "have it deleted."},
      .synthetic_origin = "The rows were made by a program; real ones hold surprises.",
      .synthetic_caveat =
          "Trained or tested on generated rows: what it found is what the program "
          "put in; compare with real rows before you trust any number here.",
      .advice =
          "Compare its errors between groups, and with a simple rule of thumb; if the rule is "
          "as good, use the rule."};
  return lines;
}

const SubjectLines& machine_lines() {
  static const SubjectLines lines = {
      .purpose = "Learning: to notice when a machine does not run as it did when it was recorded.",
      .out_of_scope =
          "protecting people from a machine; replacing a safety switch or an "
          "inspection; machines, speeds and loads that are not in the test",
      .no_groups =
          "Groups: the recordings carry no groups, so nothing is known about other "
          "machines of the same kind.",
      .conditions =
          "Load, speed, temperature and noise around it: only those of the test; others "
          "are unknown.",
      .not_varied = "Not varied on purpose: sensor, where it is mounted, wear, season, neighbours.",
      .met = "none of them was part of the training",
      .ethics = {"A microphone at a machine hears the people beside it too: tell them, and keep "
                 "features instead of sound.",
                 "A machine's record can be used to measure the person who runs it: agree on that "
                 "first.",
                 "A false alarm costs trust: after some of them nobody looks any more."},
      .synthetic_origin = "The recordings were made by a program; a real machine will differ.",
      .synthetic_caveat =
          "Trained or tested on simulated recordings: record a day of the real "
          "machine and compare before you trust any number here.",
      .advice =
          "Let it listen for some weeks beside the machine before anybody acts on it; train "
          "again after every repair."};
  return lines;
}

const SubjectLines& thing_lines() {
  static const SubjectLines lines = {
      .purpose = "Learning: to see how a small model finds a rule in examples.",
      .out_of_scope =
          "anything where a wrong answer can hurt somebody; inputs outside the range of "
          "the training data",
      .no_groups = "Groups: the data carries none.",
      .conditions = "Conditions: only those of the test data; others are unknown.",
      .not_varied = "Not varied on purpose: how the values were measured.",
      .met = "none of them was part of the training",
      .ethics = {"No person is behind this data. If you train it on people's data, their rights "
                 "begin."},
      .synthetic_origin = "The data was made by a program; real measurements will do worse.",
      .synthetic_caveat =
          "Trained or tested on data that a program made: compare with real "
          "measurements before you trust any number here.",
      .advice =
          "Try inputs that it never saw, also outside of the range it learned, and look at "
          "what it says."};
  return lines;
}

}  // namespace

const SubjectLines& subject_lines(Subject subject) {
  switch (subject) {
    case Subject::voices:
      return voice_lines();
    case Subject::pictures:
      return picture_lines();
    case Subject::movement:
      return movement_lines();
    case Subject::rows:
      return row_lines();
    case Subject::machines:
      return machine_lines();
    case Subject::things:
      break;
  }
  return thing_lines();
}

}  // namespace tadpole
