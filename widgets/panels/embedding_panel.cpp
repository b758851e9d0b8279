#include "widgets/panels/embedding_panel.h"

#include "widgets/controls/icon_button.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/quiet_spin_box.h"
#include "widgets/controls/scrolled_layout.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <utility>

namespace diptych::widgets {

namespace {

constexpr int kLongestFact = 400; // characters

QString firstFile(const QMimeData* data) {
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            return url.toLocalFile();
    return {};
}

QLabel* makeText(const QString& name, bool quiet) {
    auto* const label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setProperty("quiet", quiet);
    return label;
}

} // namespace

EmbeddingPanel::EmbeddingPanel(const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent), pages_(new QStackedWidget) {
    setObjectName(QStringLiteral("embeddingPanel"));
    setAcceptDrops(true);
    auto* const inside = new QWidget;
    auto* const column = new QVBoxLayout(inside);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(8);
    auto* const top = new QHBoxLayout;
    name_ = makeText(QStringLiteral("embeddingName"), false);
    name_->setProperty("fieldTitle", true);
    top->addWidget(name_, 1);
    addActionButtons(top, actions);
    column->addLayout(top);
    problem_ = makeText(QStringLiteral("embeddingProblem"), false);
    problem_->hide();
    column->addWidget(problem_);
    pages_->addWidget(makeEmpty());
    pages_->addWidget(makeShown());
    column->addWidget(pages_, 1);
    layOutScrolled(this, inside);
    name_->setText(tr("Embeddings"));
}

QWidget* EmbeddingPanel::makeEmpty() {
    QLabel* const text = makeText(QStringLiteral("embeddingEmpty"), true);
    text->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    text->setText(
        tr("An embedding is what the text encoder makes of a prompt, and what the picture "
           "is drawn from. Save that of the form, or open or drop a file "
           "(.safetensors, .npz, .npy) to look at it and to draw from it."));
    return text;
}

QWidget* EmbeddingPanel::makeShown() {
    auto* const page = new QWidget;
    auto* const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    which_ = new QuietComboBox;
    which_->setObjectName(QStringLiteral("embeddingChoice"));
    which_->setAccessibleName(tr("Which embedding of the file"));
    map_ = new EmbeddingMap;
    value_ = makeText(QStringLiteral("embeddingValue"), true);
    scale_ = makeText(QStringLiteral("embeddingScale"), true);
    outliers_ = makeText(QStringLiteral("embeddingOutliers"), true);
    auto* const buttons = new QVBoxLayout; // side by side they are wider than the dock
    buttons->setSpacing(6);
    draw_ = new QPushButton(tr("&Draw from it"));
    draw_->setObjectName(QStringLiteral("drawFromEmbedding"));
    draw_->setIcon(icon(QStringLiteral("generate")));
    draw_->setToolTip(tr("Draw from these numbers instead of the prompt"));
    negativeButton_ = new QPushButton(tr("Use as &negative"));
    negativeButton_->setObjectName(QStringLiteral("negativeEmbedding"));
    negativeButton_->setToolTip(
        tr("With guidance a negative embedding is needed beside the other"));
    buttons->addWidget(draw_);
    buttons->addWidget(negativeButton_);
    use_ = makeText(QStringLiteral("embeddingUse"), true);
    facts_ = new QFormLayout;
    facts_->setContentsMargins(0, 0, 0, 0);
    facts_->setRowWrapPolicy(QFormLayout::WrapLongRows);
    column->addWidget(which_);
    column->addWidget(map_, 1);
    column->addWidget(value_);
    column->addWidget(scale_);
    column->addWidget(outliers_);
    column->addLayout(buttons);
    column->addWidget(use_);
    column->addLayout(facts_);
    connect(which_, &QComboBox::currentIndexChanged, this, &EmbeddingPanel::showOne);
    connect(map_, &EmbeddingMap::described, value_, &QLabel::setText);
    connect(draw_, &QPushButton::clicked, this, [this] { Q_EMIT drawRequested(shown_.file); });
    connect(negativeButton_, &QPushButton::clicked, this,
            [this] { Q_EMIT negativeRequested(shown_.file); });
    return page;
}

void EmbeddingPanel::showFile(ShownEmbeddings shown) {
    shown_ = std::move(shown);
    tell({});
    name_->setText(QFileInfo(shown_.file).fileName());
    name_->setToolTip(shown_.file);
    while (facts_->rowCount() > 0)
        facts_->removeRow(0);
    for (const auto& [name, value] : shown_.facts) {
        QLabel* const text = makeText({}, false);
        text->setTextFormat(Qt::PlainText);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text->setText(value.size() <= kLongestFact ? value
                                                   : value.left(kLongestFact - 1) + QChar(0x2026));
        facts_->addRow(name, text);
    }
    const auto count = static_cast<int>(shown_.embeddings.size());
    {
        const QSignalBlocker quiet(which_);
        which_->clear();
        for (int index = 0; index < count; ++index)
            which_->addItem(tr("%1 of %2").arg(index + 1).arg(count));
    }
    which_->setVisible(count > 1);
    showOne(0);
    pages_->setCurrentIndex(1);
    refreshUse();
}

void EmbeddingPanel::showOne(int index) {
    if (index < 0 || index >= static_cast<int>(shown_.embeddings.size()))
        return;
    const PaintedEmbedding& painted = shown_.embeddings[static_cast<std::size_t>(index)];
    map_->setEmbedding(painted);
    value_->setText(tr("%n token(s)", nullptr, painted.tokens) + QStringLiteral(" × ") +
                    tr("%n channel(s)", nullptr, painted.channels));
    scale_->setText(
        tr("Blue is below zero, orange above; colours end at ±%1, which 99 % of the values keep "
           "to. Bars: the norm of each token.")
            .arg(QLocale().toString(static_cast<double>(painted.limit), 'g', 3)));
    outliers_->setText(shown_.outliers.value(index));
    outliers_->setVisible(!outliers_->text().isEmpty());
}

void EmbeddingPanel::tell(const QString& problem) {
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
}

void EmbeddingPanel::setDrawnFrom(const QString& prompt, const QString& negative) {
    prompt_ = prompt;
    negative_ = negative;
    refreshUse();
}

void EmbeddingPanel::refreshUse() {
    const bool isOpen = !shown_.file.isEmpty();
    draw_->setEnabled(isOpen && prompt_ != shown_.file);
    negativeButton_->setEnabled(isOpen && !prompt_.isEmpty() && negative_ != shown_.file);
    use_->setText(isOpen && prompt_ == shown_.file     ? tr("The form draws from this file.")
                  : isOpen && negative_ == shown_.file ? tr("This is the form's negative.")
                                                       : QString());
    use_->setVisible(!use_->text().isEmpty());
}

void EmbeddingPanel::dragEnterEvent(QDragEnterEvent* event) {
    if (firstFile(event->mimeData()).isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void EmbeddingPanel::dropEvent(QDropEvent* event) {
    const QString file = firstFile(event->mimeData());
    if (file.isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT fileDropped(file);
}

} // namespace diptych::widgets
