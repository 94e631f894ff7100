// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IGuardian} from "../interfaces/IGuardian.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {MandateTerms} from "../types/Config.sol";
import {SeriesId} from "../types/SeriesId.sol";
import {CashLedger} from "./CashLedger.sol";
import {Positions} from "./Positions.sol";
import {WithdrawalQueue} from "./WithdrawalQueue.sol";

/// @title The hub's ledger of books
/// @dev Who may write what: owners deposit and withdraw; CLEARING trades; SETTLEMENT pays series out; FUNDING moves quote to
/// and from spokes. Each entry has two sides inside `CashLedger.Totals`, so the totals reconcile with the tokens.
contract Books is IBooks, AccessManagedUpgradeable, UUPSUpgradeable, ReentrancyGuardTransient {
    using CashLedger for CashLedger.Totals;
    using Positions for Positions.List;
    using SafeCast for uint256;
    using SafeCast for int256;
    using SafeERC20 for IERC20;
    using WithdrawalQueue for WithdrawalQueue.Queue;

    struct Init {
        address quoteToken;
        address marginEngine;
        address riskParameters;
        address guardian;
    }

    struct Account {
        address owner;
        uint32 market;
        bool hedged;
        uint64 nonce;
        uint128 lot;
        CashLedger.Cash cash;
        Positions.List positions;
        mapping(address operator => bool) operators;
    }

    /// @custom:storage-location erc7201:gimbal.storage.Books
    struct BooksStorage {
        IERC20 token;
        IMarginEngine margin;
        IRiskParameters parameters;
        uint64 count;
        CashLedger.Totals totals;
        WithdrawalQueue.Queue queue;
        mapping(uint64 book => Account) accounts;
        IGuardian guardian;
    }

    /// @notice Most series a book may hold: what a scenario run over one book costs stays bounded.
    uint256 public constant MAX_SERIES = 20;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.Books")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x353754d6db256912fb96dfbaa6d563447a8cf6b0adb71ce783ee9bfcac8e5100;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        BooksStorage storage $ = _storage();
        $.token = IERC20(init.quoteToken);
        $.margin = IMarginEngine(init.marginEngine);
        $.parameters = IRiskParameters(init.riskParameters);
        $.guardian = IGuardian(init.guardian);
    }

    /// @inheritdoc IBooks
    function open(uint32 market, bool hedged) external returns (uint64 book) {
        BooksStorage storage $ = _storage();
        uint128 lot = $.parameters.marketOf(market).lot;
        book = ++$.count;
        Account storage account = $.accounts[book];
        account.owner = msg.sender;
        account.market = market;
        account.hedged = hedged;
        account.lot = lot;
        emit BookOpened(book, msg.sender, market, hedged);
    }

    /// @inheritdoc IBooks
    function setOperator(uint64 book, address operator, bool allowed) external {
        _owned(book).operators[operator] = allowed;
        emit OperatorSet(book, operator, allowed);
    }

    /// @inheritdoc IBooks
    function deposit(uint64 book, uint256 amount) external nonReentrant {
        if (amount == 0) revert ZeroAmount();
        Account storage account = _account(book);
        // A top-up takes risk away, so nothing stops it.
        if (account.positions.isEmpty() && account.cash.amount >= 0) {
            _storage().guardian.requireOpen(IGuardian.Stop.DEPOSITS);
        }
        _take(amount);
        _move(account, book, CashReason.DEPOSIT, amount.toInt256());
    }

    /// @inheritdoc IBooks
    function withdraw(uint64 book, uint256 amount, address to)
        external
        nonReentrant
        returns (uint256 paid, uint256 queuedId)
    {
        if (amount == 0) revert ZeroAmount();
        BooksStorage storage $ = _storage();
        Account storage account = _owned(book);
        _spend(account, book, CashReason.WITHDRAWAL, amount);
        $.margin.requireInitial(book);

        // Nobody overtakes the queue.
        if ($.queue.isEmpty()) paid = amount < $.totals.accounted ? amount : $.totals.accounted;
        if (paid < amount) {
            uint128 rest = (amount - paid).toUint128();
            $.totals.queued += rest;
            queuedId = $.queue.join(book, to, rest);
            emit WithdrawalQueued(queuedId, book, to, rest);
        }
        if (paid > 0) {
            $.totals.accounted -= paid.toUint128();
            emit WithdrawalPaid(0, book, to, paid);
            $.token.safeTransfer(to, paid);
        }
    }

    /// @inheritdoc IBooks
    function processQueue(uint256 most) external nonReentrant returns (uint256 paid) {
        BooksStorage storage $ = _storage();
        for (uint256 i; i < most && !$.queue.isEmpty() && $.totals.accounted > 0; i++) {
            paid += _payHead($);
        }
    }

    /// @inheritdoc IBooks
    function accrue(uint64 book) external returns (uint256 interest) {
        return _accrue(_account(book), book);
    }

    /// @inheritdoc IBooks
    function sweep() external nonReentrant returns (uint256 surplus) {
        BooksStorage storage $ = _storage();
        surplus = $.token.balanceOf(address(this)) - $.totals.accounted;
        if (surplus == 0) revert ZeroAmount();
        $.totals.accounted += surplus.toUint128();
        $.totals.backstop += surplus.toUint128();
        emit BackstopGrew(surplus, $.totals.backstop);
    }

    /// @inheritdoc IBooks
    function applyTrade(uint64 buyer, uint64 seller, SeriesId series, int128 size, uint256 premium)
        external
        restricted
    {
        Account storage from = _account(seller);
        Account storage to = _account(buyer);
        _changePosition(to, buyer, series, size);
        _changePosition(from, seller, series, -size);
        if (premium == 0) return;
        _move(from, seller, CashReason.PREMIUM, premium.toInt256());
        int256 cash = _move(to, buyer, CashReason.PREMIUM, -premium.toInt256());
        if (cash < 0) {
            uint256 cap = _terms(to).debtCap;
            if (uint256(-cash) > cap) revert DebtCap(buyer, cash, cap);
        }
    }

    /// @inheritdoc IBooks
    function applySettlement(uint64 book, SeriesId series, int256 payoff) external restricted {
        Account storage account = _account(book);
        _changePosition(account, book, series, -account.positions.sizeOf(series));
        _storage().totals.settling -= payoff.toInt128();
        _move(account, book, CashReason.PAYOFF, payoff);
    }

    /// @inheritdoc IBooks
    function debit(uint64 book, uint256 amount, address to) external restricted nonReentrant {
        BooksStorage storage $ = _storage();
        _spend(_account(book), book, CashReason.FUND, amount);
        uint256 free = $.totals.free();
        if (amount > free) revert InsufficientTokens(free, amount);
        $.totals.accounted -= amount.toUint128();
        $.token.safeTransfer(to, amount);
    }

    /// @inheritdoc IBooks
    function credit(uint64 book, uint256 amount) external restricted nonReentrant {
        Account storage account = _account(book);
        _take(amount);
        _move(account, book, CashReason.COLLECT, amount.toInt256());
    }

    /// @inheritdoc IBooks
    function bookOf(uint64 book) external view returns (Book memory) {
        Account storage account = _account(book);
        return Book(account.owner, account.market, account.hedged, account.nonce, account.cash.amount);
    }

    /// @inheritdoc IBooks
    function count() external view returns (uint64) {
        return _storage().count;
    }

    /// @inheritdoc IBooks
    function positions(uint64 book) external view returns (Position[] memory) {
        return _account(book).positions.all();
    }

    /// @inheritdoc IBooks
    function sizeOf(uint64 book, SeriesId series) external view returns (int128) {
        return _account(book).positions.sizeOf(series);
    }

    /// @inheritdoc IBooks
    function isAuthorised(uint64 book, address caller) external view returns (bool) {
        Account storage account = _account(book);
        return caller == account.owner || account.operators[caller];
    }

    /// @inheritdoc IBooks
    function quoteToken() external view returns (address) {
        return address(_storage().token);
    }

    /// @inheritdoc IBooks
    function totals() external view returns (uint256 cash, uint256 debt, uint256 queued) {
        CashLedger.Totals storage t = _storage().totals;
        return (t.cash, t.debt, t.queued);
    }

    /// @inheritdoc IBooks
    function buckets() external view returns (uint256 backstop, int256 settling) {
        CashLedger.Totals storage t = _storage().totals;
        return (t.backstop, t.settling);
    }

    /// @inheritdoc IBooks
    function accounted() external view returns (uint256) {
        return _storage().totals.accounted;
    }

    /// @inheritdoc IBooks
    function queuedWithdrawal(uint256 id) external view returns (uint64 book, address to, uint256 amount) {
        WithdrawalQueue.Entry storage entry = _storage().queue.entries[id];
        return (entry.book, entry.to, entry.amount);
    }

    /// @dev A recipient the token refuses must not stop those behind it: its withdrawal becomes cash again.
    function _payHead(BooksStorage storage $) private returns (uint256 paid) {
        (uint256 id, WithdrawalQueue.Entry memory entry) = $.queue.head();
        uint128 amount = entry.amount < $.totals.accounted ? entry.amount : $.totals.accounted;
        $.totals.accounted -= amount;
        $.totals.queued -= amount;
        $.queue.take(amount);
        if ($.token.trySafeTransfer(entry.to, amount)) {
            emit WithdrawalPaid(id, entry.book, entry.to, amount);
            return amount;
        }
        uint128 rest = entry.amount - amount;
        $.totals.accounted += amount;
        $.totals.queued -= rest;
        if (rest > 0) $.queue.take(rest);
        emit WithdrawalReturned(id, entry.book, entry.to, entry.amount);
        Account storage account = $.accounts[entry.book];
        _move(account, entry.book, CashReason.WITHDRAWAL, uint256(entry.amount).toInt256());
    }

    function _take(uint256 amount) private {
        BooksStorage storage $ = _storage();
        $.totals.accounted += amount.toUint128();
        $.token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @dev Interest first, so that a debt never escapes it by being repaid.
    function _move(Account storage account, uint64 book, CashReason reason, int256 change)
        private
        returns (int256 cash)
    {
        _accrue(account, book);
        cash = _storage().totals.move(account.cash, change);
        emit CashMoved(book, reason, change, cash);
    }

    function _spend(Account storage account, uint64 book, CashReason reason, uint256 amount) private {
        int256 cash = account.cash.amount;
        if (cash < amount.toInt256()) revert InsufficientCash(book, cash, amount);
        _move(account, book, reason, -amount.toInt256());
    }

    function _accrue(Account storage account, uint64 book) private returns (uint256 interest) {
        BooksStorage storage $ = _storage();
        uint256 rate = account.cash.amount < 0 ? _terms(account).debtRate : 0;
        interest = $.totals.accrue(account.cash, rate);
        if (interest == 0) return 0;
        emit CashMoved(book, CashReason.INTEREST, -interest.toInt256(), account.cash.amount);
        emit BackstopGrew(interest, $.totals.backstop);
    }

    function _changePosition(Account storage account, uint64 book, SeriesId series, int128 change) private {
        uint128 lot = account.lot;
        if (change % int128(lot) != 0) revert NotALot(change, lot);
        int128 size = account.positions.apply_(book, series, change, MAX_SERIES);
        account.nonce++;
        emit PositionChanged(book, series, change, size);
    }

    function _terms(Account storage account) private view returns (MandateTerms memory) {
        return _storage().parameters.mandateTerms(account.market);
    }

    function _account(uint64 book) private view returns (Account storage account) {
        account = _storage().accounts[book];
        if (account.owner == address(0)) revert UnknownBook(book);
    }

    function _owned(uint64 book) private view returns (Account storage account) {
        account = _account(book);
        if (account.owner != msg.sender) revert NotOwner(book, msg.sender);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (BooksStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
