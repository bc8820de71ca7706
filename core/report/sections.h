// SPDX-License-Identifier: Apache-2.0
// The sections of the page: one function per stage, each a pure function of the report.
#pragma once
#include <string>

#include "core/report/run_report.h"

namespace tadpole {

std::string summary_section(
    const RunReport& report);  // the first screen: what it hears, how well, what it costs
std::string rail(const RunReport& report);  // the seven stages, with their state
std::string collect_section(const RunReport& report);
std::string preprocess_section(const RunReport& report);
std::string train_section(const RunReport& report);
std::string evaluate_section(const RunReport& report);
std::string optimize_section(const RunReport& report);
std::string deploy_section(const RunReport& report);
std::string monitor_section(const RunReport& report);
std::string card_section(const RunReport& report);
std::string provenance_section(const RunReport& report);

// Parts of collect_section() and evaluate_section(), in files of their own.
std::string examples_gallery(const RunReport& report);
std::string classification_part(const RunReport& report);
std::string threshold_picker(const RunReport& report);
std::string confusion_table(const EvaluationReport& evaluation);
// How strong a cell of a confusion matrix is coloured, 0..1.
double cell_strength(bool right, double share);
std::string streaming_part(const RunReport& report);
std::string regression_part(const RunReport& report);
std::string anomaly_part(const RunReport& report);

// The data that the page's script works on: scores, keywords, sounds.
nlohmann::json page_data(const RunReport& report);

}  // namespace tadpole
