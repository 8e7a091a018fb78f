// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.prompt.Inquiry;
import dev.millrace.schemas.stored.InquiryRecord;
import dev.millrace.schemas.stored.StoredTurn;
import org.apache.kafka.common.serialization.Serde;

/** What a run was asked, as stored. */
final class InquiryCodec {
  private InquiryCodec() {}

  static Serde<Inquiry> inquiries() {
    return AvroCodec.serde(
        InquiryRecord.getEncoder(),
        InquiryRecord.getDecoder(),
        InquiryCodec::store,
        InquiryCodec::read);
  }

  static InquiryRecord store(Inquiry inquiry) {
    return new InquiryRecord(
        inquiry.conversationId(),
        inquiry.routeHint(),
        inquiry.turns().stream()
            .map(turn -> new StoredTurn(Words.of(turn.role()), turn.text()))
            .toList(),
        inquiry.attributes());
  }

  static Inquiry read(InquiryRecord stored) {
    return new Inquiry(
        stored.getConversationId(),
        stored.getRouteHint(),
        stored.getTurns().stream()
            .map(
                turn ->
                    new Inquiry.Turn(
                        Words.read(Inquiry.Role.class, turn.getRole()), turn.getText()))
            .toList(),
        stored.getAttributes());
  }
}
