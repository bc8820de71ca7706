// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

std::string block_with_artefact(Hub& hub) {
  for (const auto& at : hub.program()->units()) {
    for (const learning::Block& block : at.unit->blocks) {
      if (block.kind == "artefact") return learning::block_name(*at.unit, block.id);
    }
  }
  return "";
}

const std::string kGood = "x,y\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\n";

TEST_F(HubTest, a_file_is_judged_kept_and_shown_to_its_owner_and_their_teacher) {
  const std::string teacher = sign_in("Teacher"), ada = sign_in("Ada"), bo = sign_in("Bo");
  const std::string room = new_class(teacher, {ada}), block = block_with_artefact(*hub_);
  const Json bad = send("/artefacts/" + block + "?name=data.csv", "x\n1\n", ada).json;
  EXPECT_EQ(bad["accepted"], false);
  EXPECT_EQ(bad["results"][1]["status"], "fail");
  EXPECT_NE(bad["results"][1]["message"].get<std::string>().find("'y' is missing"),
            std::string::npos);
  const Json good = send("/artefacts/" + block + "?name=..%2Fmy+data.csv", kGood, ada).json;
  EXPECT_EQ(good["accepted"], true) << good.dump(1);
  const std::string unit = block.substr(0, block.find('.'));
  for (const Json& one : ask("GET", "/units/" + unit, nullptr, ada).json["blocks"]) {
    if (one["id"] == block) {
      EXPECT_EQ(one["handed_in"]["accepted"], true);
      EXPECT_EQ(one["state"], "done");
    }
  }
  const std::string file =
      "/learners/" + id_of(ada) + "/artefacts/" + good["sha256"].get<std::string>();
  EXPECT_EQ(text_of_answer(file, ada), kGood);
  EXPECT_EQ(text_of_answer(file, teacher), kGood);
  EXPECT_EQ(ask("GET", file, nullptr, bo).status, 404);
  EXPECT_EQ(ask("GET", "/classes/" + room + "/artefacts", nullptr, teacher).json[0]["nickname"],
            "Ada");
  EXPECT_EQ(ask("GET", "/classes/" + room + "/artefacts", nullptr, ada).status, 403);
}

TEST_F(HubTest, export_and_erasure_reach_the_files) {
  sign_in("Host");
  const std::string ada = sign_in("Ada"), block = block_with_artefact(*hub_), id = id_of(ada);
  send("/artefacts/" + block + "?name=a.csv", "x,y\n", ada);
  const Json all = ask("GET", "/learners/" + id + "/export", nullptr, ada).json;
  ASSERT_EQ(all["artefacts"].size(), 1U);
  EXPECT_EQ(all["artefacts"][0]["base64"], "eCx5Cg==");  // printf 'x,y\n' | base64
  EXPECT_TRUE(std::filesystem::exists(folder_ / "artefacts" / id));
  ask("DELETE", "/learners/" + id, nullptr, ada);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "artefacts" / id));
}

TEST_F(HubTest, what_cannot_be_handed_in_is_said) {
  const std::string ada = sign_in("Ada"), block = block_with_artefact(*hub_);
  EXPECT_EQ(send("/artefacts/w1chip.q1?name=a.csv", "x", ada).status, 404);
  EXPECT_EQ(send("/artefacts/" + block + "?name=a.csv", std::string(17 << 20, 'x'), ada).status,
            413);
  EXPECT_EQ(send("/artefacts/" + block + "?name=a.csv", kGood, "").status, 401);
  EXPECT_EQ(ask("GET", "/learners/" + id_of(ada) + "/artefacts/..%2F..%2Fdevice.key", nullptr, ada)
                .status,
            404);
}

}  // namespace
}  // namespace tadpole::server
