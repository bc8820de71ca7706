// SPDX-License-Identifier: Apache-2.0
// A course whose third section is a test, its keys sealed.
#include <thread>

#include "learning/course/seal.h"
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

constexpr const char* kWords = "frogs in the pond";
constexpr std::int64_t kHour = 3600 * 1000;

const std::map<std::string, std::string> kCourse = {
    {"program.yaml", "id: p1\ntitle: P\ncourses: [c]\n"},
    {"c/course.yaml", "id: c1\ntitle: C\nsummary: \"\"\nchapters: [a]\n"},
    {"c/a/chapter.yaml", "id: ch1\ntitle: A\nsections: [exam]\n"},
    {"c/a/exam/section.yaml", "id: exam1\ntitle: The exam\ntype: test\nweight: 2\nunits: [one]\n"},
    {"c/a/exam/one.md",
     "---\nid: examone\ntitle: One\nkind: test\n---\nBe calm.\n\n:::item {#q1 "
     "type=single}\nWhich?\n"
     "[ ] Newt -> NEWTFEEDBACK\n[x] Frog\n? FROGHINT\n>> FROGREASON\n:::\n\n:::item {#q2 "
     "type=text}\nWho croaks?\n= bullfrogkey\n! toad -> TOADFEEDBACK\n:::\n"}};
const std::vector<std::string> kSecrets = {"NEWTFEEDBACK", "FROGHINT",     "FROGREASON",
                                           "bullfrogkey",  "TOADFEEDBACK", "\"correct\":true"};

class ExamTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    start_with(kCourse);
    ASSERT_EQ(learning::seal_section(courses_, "exam1", kWords, learning::SealCost::least).value(),
              2);
    start();
    teacher_ = sign_in("Teacher"), ada_ = sign_in("Ada"), bo_ = sign_in("Bo");
    room_ = new_class(teacher_, {ada_, bo_});
  }
  std::string at(const std::string& what) const {
    return "/classes/" + room_ + "/tests/exam1/" + what;
  }
  Answer open(std::int64_t from_now, std::int64_t to_now, const std::string& words = kWords,
              int attempts = 1) {
    return ask("POST", at("opening"),
               {{"from_ms", hub_->now_ms() + from_now},
                {"to_ms", hub_->now_ms() + to_now},
                {"attempts", attempts},
                {"passphrase", words}},
               teacher_);
  }
  Answer answer(const std::string& who, const char* item, const Json& response) {
    return ask("POST", std::string("/items/examone.") + item + "/attempts",
               {{"response", response}}, who);
  }
  // Until the millisecond in which it ended is over.
  static void wait() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }
  void extend(const std::string& who, int days) {
    ask("PUT", "/classes/" + room_ + "/members/" + id_of(who), {{"extension_days", days}},
        teacher_);
  }
  // Every row that a learner reads, all answers together.
  std::string everything(const std::string& who) {
    std::string all;
    for (const char* path :
         {"/courses", "/courses/c1", "/units/examone", "/work", "/search?q=frog", "/search?q=which",
          "/tests/exam1", "/me", "/discussions", "/preview/examone", "/classes"})
      all += text_of_answer(path, who) + "\n";
    all += text_of_answer("/learners/" + id_of(who) + "/export", who);
    all += text_of_answer("/classes/" + room_ + "/tests", who);
    all += text_of_answer("/classes/" + room_ + "/grades.csv", who);
    return all;
  }
  void expect_no_secret(const std::string& text) {
    for (const std::string& secret : kSecrets)
      EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << text;
  }
  std::string teacher_, ada_, bo_, room_;
};

TEST_F(ExamTest, before_it_is_open_nobody_sees_a_question) {
  const Json unit = ask("GET", "/units/examone", nullptr, ada_).json;
  EXPECT_EQ(unit["test"]["state"], "none");
  EXPECT_EQ(unit["test"]["track"], "certificate");
  ASSERT_EQ(unit["blocks"].size(), 1U);
  EXPECT_EQ(unit["blocks"][0]["kind"], "text");
  EXPECT_EQ(everything(ada_).find("Who croaks?"), std::string::npos);
  EXPECT_NE(answer(ada_, "q1", {{"choice", "b"}}).message().find("not opened"), std::string::npos);
  open(kHour, 2 * kHour);
  EXPECT_NE(answer(ada_, "q1", {{"choice", "b"}}).message().find("not begun"), std::string::npos);
  EXPECT_EQ(everything(ada_).find("Who croaks?"), std::string::npos);
}

TEST_F(ExamTest, it_opens_with_the_passphrase_alone) {
  EXPECT_NE(open(0, kHour, "").message().find("sealed"), std::string::npos);
  EXPECT_NE(open(0, kHour, "some other words").message().find("not the passphrase"),
            std::string::npos);
  EXPECT_EQ(open(0, kHour).json["state"], "open");
  EXPECT_EQ(open(0, kHour, "").json["keys"], true);  // kept
  start();
  EXPECT_EQ(answer(ada_, "q1", {{"choice", "b"}}).status, 200);
  EXPECT_EQ(ask("POST", at("opening"), {{"to_ms", hub_->now_ms() + kHour}}, ada_).status, 403);
  EXPECT_NE(open(kHour, kHour).message().find("later than"), std::string::npos);
}

TEST_F(ExamTest, no_answer_of_the_api_holds_a_key_while_it_runs) {
  open(0, kHour, kWords, 2);
  std::string said;
  said += answer(ada_, "q1", {{"choice", "b"}}).json.dump();
  said += answer(ada_, "q1", {{"choice", "a"}}).json.dump();
  said += answer(bo_, "q2", {{"text", "toad"}}).json.dump();
  said += answer(bo_, "q2", {{"text", "nobody"}}).json.dump();
  said += ask("POST", "/items/examone.q1/hints", nullptr, ada_).json.dump();
  for (const std::string& who : {ada_, bo_}) said += everything(who);
  expect_no_secret(said);
  const Json unit = ask("GET", "/units/examone", nullptr, ada_).json;
  ASSERT_EQ(unit["blocks"].size(), 3U);
  EXPECT_EQ(unit["blocks"][1]["test"]["left"], 0);
  EXPECT_EQ(unit["blocks"][1]["test"]["response"]["choice"], "a");
  EXPECT_EQ(unit["blocks"][1]["item"]["hints"], 0);
  EXPECT_EQ(answer(ada_, "q1", {{"choice", "a"}}).message(),
            "All 2 answers to this question are used.");
  EXPECT_FALSE(ask("GET", "/tests/exam1", nullptr, ada_).json.contains("score"));
}

TEST_F(ExamTest, a_late_answer_is_refused_and_an_extension_is_honoured) {
  ASSERT_EQ(open(-2 * kHour, 1500).status, 200);
  const std::int64_t due = ask("GET", "/tests/exam1", nullptr, ada_).json["due_ms"];
  while (hub_->now_ms() <= due) wait();
  EXPECT_NE(answer(ada_, "q1", {{"choice", "b"}}).message().find("too late"), std::string::npos);
  extend(bo_, 2);
  EXPECT_EQ(answer(bo_, "q1", {{"choice", "b"}}).status, 200);
  EXPECT_EQ(ask("GET", "/units/examone", nullptr, ada_).json["test"]["state"], "closed");
  const Answer no = ask("POST", at("revealing"), Json::object(), teacher_);
  EXPECT_NE(no.message().find("still has time"), std::string::npos);
  extend(bo_, 0);
  EXPECT_EQ(ask("POST", at("revealing"), Json::object(), teacher_).json["state"], "revealed");
}

TEST_F(ExamTest, closed_it_keeps_its_keys_and_revealed_it_shows_them_with_the_score) {
  open(0, kHour);
  answer(ada_, "q1", {{"choice", "b"}});
  answer(ada_, "q2", {{"text", "a newt"}});
  answer(bo_, "q1", {{"choice", "a"}});
  EXPECT_EQ(ask("POST", at("closing"), Json::object(), teacher_).json["answered"], 2);
  expect_no_secret(everything(ada_));
  EXPECT_TRUE(ask("GET", "/work", nullptr, ada_).json["grades"].empty());
  wait();
  EXPECT_EQ(ask("POST", at("revealing"), Json::object(), teacher_).status, 200);
  const Json unit = ask("GET", "/units/examone", nullptr, ada_).json;
  EXPECT_EQ(unit["blocks"][1]["test"]["correct"], true);
  EXPECT_EQ(unit["blocks"][2]["test"]["score"], 0.0);
  EXPECT_NE(unit.dump().find("FROGREASON"), std::string::npos);
  EXPECT_NE(unit.dump().find("bullfrogkey"), std::string::npos);
  EXPECT_EQ(ask("GET", "/tests/exam1", nullptr, ada_).json["score"], 0.5);
  const Json grade = ask("GET", "/work", nullptr, ada_).json["grades"][0];
  EXPECT_EQ(grade["score"], 0.5);
  EXPECT_EQ(grade["track"], "certificate");
  EXPECT_EQ(text_of_answer("/classes/" + room_ + "/grades.csv", teacher_),
            "nickname,The exam (certificate),total\nAda,50,50\nBo,0,0\n");
}

}  // namespace
}  // namespace tadpole::server
