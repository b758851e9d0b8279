// Errors in the user's language: what kind of thing happened by its code, then the engine's own
// sentence, then what to try.
#pragma once

#include "core/base/error.h"

#include <QString>

namespace diptych::widgets {

struct ErrorText {
    QString title;   ///< "The file is damaged or of another kind."
    QString message; ///< the engine's words, as a sentence
    QString hint;    ///< what to try next; may be empty
    QString details; ///< everything, for a report
};

ErrorText errorText(const Error& error);

/// Title and message in one line.
QString errorLine(const Error& error);

/// An English fragment of the engine as a sentence: capital letter, full stop.
QString asSentence(const std::string& fragment);

} // namespace diptych::widgets
