// SPDX-License-Identifier: Apache-2.0
#include "core/tflite/write_options.h"

#include <map>

#include "core/tflite/op_schema.h"

namespace tadpole {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using Table = Offset<flatbuffers::Table>;

// Lists and texts of an operator's options, which lie before its table, by field.
using References = std::map<int, Offset<void>>;

void add_option(const OptionField& option, const OpOptions& options, const References& references,
                FlatBufferBuilder& builder) {
  const flatbuffers::voffset_t at = table_field(option.id);
  const auto& member = option.member;
  const auto* whole = std::get_if<int OpOptions::*>(&member);
  if (whole != nullptr && option.is_byte) {
    builder.AddElement<std::int8_t>(at, static_cast<std::int8_t>(options.*(*whole)), 0);
  } else if (whole != nullptr) {
    builder.AddElement<std::int32_t>(at, options.*(*whole), option.absent);
  } else if (const auto* real = std::get_if<float OpOptions::*>(&member)) {
    builder.AddElement<float>(at, options.*(*real), static_cast<float>(option.absent));
  } else if (const auto* flag = std::get_if<bool OpOptions::*>(&member)) {
    builder.AddElement<std::uint8_t>(at, options.*(*flag) ? 1 : 0,
                                     static_cast<std::uint8_t>(option.absent));
  } else if (const auto* padding = std::get_if<Padding OpOptions::*>(&member)) {
    builder.AddElement<std::int8_t>(at, static_cast<std::int8_t>(options.*(*padding)), 0);
  } else if (const auto* activation = std::get_if<Activation OpOptions::*>(&member)) {
    builder.AddElement<std::int8_t>(at, static_cast<std::int8_t>(options.*(*activation)), 0);
  } else {
    builder.AddOffset(at, references.at(option.id));
  }
}

}  // namespace

OptionsTable options_table_of(const GraphOp& op) {
  const OpSchema* schema = op_schema(op.builtin);
  return schema != nullptr ? schema->table : OptionsTable::none;
}

Table add_options(OptionsTable table, const OpOptions& options, FlatBufferBuilder& builder) {
  References references;
  for (const OptionField& option : option_fields(table)) {
    if (const auto* list = std::get_if<std::vector<int> OpOptions::*>(&option.member))
      references[option.id] = builder.CreateVector(options.*(*list)).Union();
    if (const auto* text = std::get_if<std::string OpOptions::*>(&option.member))
      references[option.id] = builder.CreateString(options.*(*text)).Union();
  }
  const auto start = builder.StartTable();
  for (const OptionField& option : option_fields(table))
    add_option(option, options, references, builder);
  return Table(builder.EndTable(start));
}

Bytes options_bytes(const GraphOp& op) {
  const OptionsTable table = options_table_of(op);
  if (table == OptionsTable::none) return {};
  FlatBufferBuilder builder;
  builder.Finish(add_options(table, op.options, builder));
  return Bytes(builder.GetBufferPointer(), builder.GetBufferPointer() + builder.GetSize());
}

}  // namespace tadpole
