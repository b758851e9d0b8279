#include "widgets/panels/connection_panel.h"

#include "widgets/controls/field_row.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/scrolled_layout.h"
#include "widgets/model/error_text.h"
#include "widgets/panels/stage_delegate.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace diptych::widgets {

namespace {

constexpr int kServerLines = 4;
constexpr int kOfferedLines = 3;

QLabel* makeHeading(const QString& text) {
    auto* const label = new QLabel(text);
    label->setProperty("fieldTitle", true);
    return label;
}

QLabel* makeText(const QString& name) {
    auto* const label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->hide();
    return label;
}

void showText(QLabel* label, const QString& text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

QPushButton* makeButton(const QString& name, const QString& text, const QString& tip) {
    auto* const button = new QPushButton(text);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    return button;
}

int linesHeight(const QWidget* widget, int lines) {
    constexpr int kLinePadding = 8;
    return lines * (widget->fontMetrics().lineSpacing() + kLinePadding);
}

} // namespace

ConnectionPanel::ConnectionPanel(ConnectionModel* model, ConnectionTestModel* test, QWidget* parent)
    : QWidget(parent), model_(model), test_(test), enabled_(new QCheckBox),
      state_(makeText(QStringLiteral("connectionState"))), servers_(new QListView),
      serversEmpty_(new QLabel), address_(new QLineEdit),
      refusal_(makeText(QStringLiteral("serverRefusal"))),
      remove_(makeButton(QStringLiteral("removeServer"), tr("&Remove"),
                         tr("Take the server out of the list"))),
      up_(makeButton(QStringLiteral("serverUp"), tr("&Up"), tr("Ask this server earlier"))),
      down_(makeButton(QStringLiteral("serverDown"), tr("&Down"), tr("Ask this server later"))),
      modelName_(new QLineEdit), key_(new QLineEdit),
      forgetKey_(makeButton(QStringLiteral("forgetKey"), tr("&Forget the key"),
                            tr("Remove the key from the keychain and from memory"))),
      keyState_(makeText(QStringLiteral("keyState"))),
      runTest_(makeButton(QStringLiteral("testServer"), tr("&Test the connection"),
                          tr("Try everything from the name to a prompt, and say what fails"))),
      compare_(makeButton(QStringLiteral("compareEncoders"), tr("Co&mpare the numbers"),
                          tr("Encode a short prompt there and here, and say what differs. The text "
                             "encoder of this machine is loaded for it."))),
      stages_(new QListView), summary_(makeText(QStringLiteral("testSummary"))),
      comparison_(makeText(QStringLiteral("comparison"))), offered_(new QListWidget),
      offeredRemark_(makeText(QStringLiteral("offeredRemark"))) {
    setObjectName(QStringLiteral("connectionPanel"));
    auto* const inside = new QWidget;
    auto* const column = new QVBoxLayout(inside);
    enabled_->setObjectName(QStringLiteral("useServers"));
    enabled_->setText(tr("&Encode prompts on these servers"));
    enabled_->setToolTip(tr("Off, prompts are encoded on this machine and no server is asked"));
    column->addWidget(enabled_);
    column->addWidget(state_);
    column->addWidget(makeServers());
    column->addWidget(makeSettings());
    column->addWidget(makeTest());
    column->addStretch(1);
    layOutScrolled(this, inside);
    connect(enabled_, &QCheckBox::clicked, this, &ConnectionPanel::enabledEdited);
    connect(model_, &ConnectionModel::seen, this, &ConnectionPanel::refresh);
    connect(model_, &QAbstractItemModel::modelReset, this, &ConnectionPanel::refresh);
    connect(test_, &ConnectionTestModel::changed, this, &ConnectionPanel::showTest);
    refresh();
    showTest();
}

QWidget* ConnectionPanel::makeServers() {
    servers_->setObjectName(QStringLiteral("serverList"));
    servers_->setAccessibleName(tr("Servers, the first is asked first"));
    servers_->setModel(model_);
    servers_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    servers_->setFixedHeight(linesHeight(servers_, kServerLines));
    serversEmpty_->setObjectName(QStringLiteral("serversEmpty"));
    serversEmpty_->setText(
        tr("No server yet. Type the address of a machine on which Diptych shares "
           "its encoder into the field below, and press Add."));
    serversEmpty_->setAlignment(Qt::AlignCenter);
    serversEmpty_->setWordWrap(true);
    serversEmpty_->setFrameShape(QFrame::StyledPanel);
    serversEmpty_->setProperty("quiet", true);
    connect(servers_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ConnectionPanel::refresh);
    connect(remove_, &QPushButton::clicked, this, [this] { model_->removeServer(row()); });
    const auto move = [this](int by) {
        const QString moved = chosenServer();
        model_->moveServer(row(), by);
        const qsizetype place = model_->servers().indexOf(moved);
        servers_->setCurrentIndex(model_->index(static_cast<int>(place)));
    };
    connect(up_, &QPushButton::clicked, this, [move] { move(-1); });
    connect(down_, &QPushButton::clicked, this, [move] { move(1); });
    auto* const buttons = new QHBoxLayout;
    for (QPushButton* const button : {remove_, up_, down_})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    auto* const pages = new QStackedWidget;
    pages->setFixedHeight(servers_->height());
    pages->addWidget(servers_);
    pages->addWidget(serversEmpty_);
    column->addWidget(pages);
    column->addLayout(buttons);
    column->addWidget(makeAddRow());
    column->addWidget(refusal_);
    column->addWidget(makeHeading(tr("Found on the network")));
    offered_->setObjectName(QStringLiteral("offeredServers"));
    offered_->setAccessibleName(tr("Servers found on the network; Return adds one"));
    offered_->setToolTip(tr("A double click adds the server"));
    offered_->setFixedHeight(linesHeight(offered_, kOfferedLines));
    connect(offered_, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        addServer(item->data(Qt::UserRole).toString());
    });
    column->addWidget(offered_);
    column->addWidget(offeredRemark_);
    return box;
}

QWidget* ConnectionPanel::makeAddRow() {
    address_->setObjectName(QStringLiteral("serverAddress"));
    address_->setAccessibleName(tr("Address of another server"));
    address_->setPlaceholderText(QStringLiteral("http://mac:7860"));
    auto* const add = makeButton(QStringLiteral("addServer"), tr("&Add"),
                                 tr("Put this address at the end of the list"));
    const auto act = [this] { addServer(address_->text()); };
    connect(address_, &QLineEdit::returnPressed, this, act);
    connect(add, &QPushButton::clicked, this, act);
    auto* const box = new QWidget;
    auto* const line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(address_, 1);
    line->addWidget(add);
    return box;
}

QWidget* ConnectionPanel::makeSettings() {
    modelName_->setObjectName(QStringLiteral("serverModel"));
    modelName_->setPlaceholderText(tr("the only one that the server has"));
    connect(modelName_, &QLineEdit::editingFinished, this, [this] {
        if (modelName_->isModified())
            Q_EMIT modelEdited(modelName_->text().trimmed());
        modelName_->setModified(false);
    });
    key_->setObjectName(QStringLiteral("serverKey"));
    key_->setEchoMode(QLineEdit::Password);
    key_->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    const auto enter = [this] {
        if (key_->text().isEmpty())
            return;
        const QString key = key_->text();
        key_->clear();
        Q_EMIT keyEntered(key);
    };
    connect(key_, &QLineEdit::editingFinished, this, enter);
    forgetKey_->setEnabled(false);
    connect(forgetKey_, &QPushButton::clicked, this, [this] { Q_EMIT keyEntered(QString()); });
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(
        new FieldRow(tr("Model"), tr("The text encoder's name on the server"), modelName_));
    column->addWidget(new FieldRow(
        tr("Key"),
        tr("Sent to these servers alone; kept in the system's keychain, never in a file"), key_));
    column->addWidget(keyState_);
    column->addWidget(forgetKey_, 0, Qt::AlignLeft);
    return box;
}

QWidget* ConnectionPanel::makeTest() {
    stages_->setObjectName(QStringLiteral("testStages"));
    stages_->setAccessibleName(tr("Stages of the test"));
    stages_->setModel(test_);
    stages_->setItemDelegate(new StageDelegate(stages_));
    stages_->setSelectionMode(QAbstractItemView::NoSelection);
    stages_->setFixedHeight(linesHeight(stages_, ConnectionTestModel::kStageCount));
    connect(runTest_, &QPushButton::clicked, this,
            [this] { Q_EMIT testRequested(chosenServer()); });
    connect(compare_, &QPushButton::clicked, this,
            [this] { Q_EMIT comparisonRequested(chosenServer()); });
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(runTest_);
    buttons->addWidget(compare_);
    buttons->addStretch(1);
    auto* const box = new QWidget;
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(buttons);
    column->addWidget(stages_);
    column->addWidget(summary_);
    column->addWidget(comparison_);
    return box;
}

int ConnectionPanel::row() const {
    return servers_->currentIndex().row();
}

// One that is chosen, else the first.
QString ConnectionPanel::chosenServer() const {
    const QStringList urls = model_->servers();
    return urls.value(row() >= 0 ? row() : 0);
}

void ConnectionPanel::addServer(const QString& url) {
    const Status added = model_->add(url);
    if (added)
        address_->clear();
    refuse(added ? QString()
                 : asSentence(added.error().message) + QLatin1Char(' ') +
                       asSentence(added.error().hint));
}

void ConnectionPanel::refuse(const QString& reason) {
    showText(refusal_, reason.trimmed());
}

void ConnectionPanel::setSettings(bool used, const QString& model) {
    enabled_->setChecked(used);
    if (!modelName_->hasFocus())
        modelName_->setText(model);
}

void ConnectionPanel::setKey(bool present, bool lasting) {
    key_->setPlaceholderText(present ? tr("A key is set; type to replace it") : tr("None"));
    forgetKey_->setEnabled(present);
    showText(keyState_, present
                            ? (lasting ? tr("The key is in the system's keychain.")
                                       : tr("The key is kept for this session only: there is no "
                                            "keychain in this build or on this system."))
                            : QString());
}

void ConnectionPanel::setKeyTrouble(const QString& trouble) {
    showText(keyState_, trouble);
}

void ConnectionPanel::setOffered(const std::vector<OfferedServer>& offered, const QString& remark) {
    offered_->clear();
    for (const OfferedServer& server : offered) {
        auto* const item = new QListWidgetItem(server.title, offered_);
        item->setData(Qt::UserRole, server.address);
        item->setToolTip(server.address);
    }
    offered_->setVisible(!offered.empty());
    showText(offeredRemark_, remark);
}

void ConnectionPanel::setComparison(const QString& text, bool good) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, roleColour(good ? IconRole::Good : IconRole::Error));
    comparison_->setPalette(text.isEmpty() || comparing_ ? palette() : colours);
    showText(comparison_, text);
}

void ConnectionPanel::setComparing(bool comparing) {
    comparing_ = comparing;
    refresh();
}

void ConnectionPanel::showTest() {
    stages_->setVisible(!test_->isEmpty());
    QString text = test_->summary();
    if (!test_->advice().isEmpty())
        text += QLatin1Char('\n') + test_->advice();
    showText(summary_, test_->isRunning() ? tr("The connection is tested…") : text);
    refresh();
}

void ConnectionPanel::refresh() {
    const int count = model_->rowCount();
    auto* const pages = qobject_cast<QStackedWidget*>(servers_->parentWidget());
    pages->setCurrentWidget(count > 0 ? static_cast<QWidget*>(servers_) : serversEmpty_);
    remove_->setEnabled(row() >= 0);
    up_->setEnabled(row() > 0);
    down_->setEnabled(row() >= 0 && row() + 1 < count);
    runTest_->setEnabled(count > 0 && !test_->isRunning());
    compare_->setEnabled(count > 0 && !comparing_);
    enabled_->setEnabled(count > 0);
    showText(state_, tr("Now: %1").arg(connectionStateText(model_->state())));
}

} // namespace diptych::widgets
