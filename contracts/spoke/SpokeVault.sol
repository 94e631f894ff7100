// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {StateTree} from "../crosschain/StateTree.sol";
import {IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {ISpokeControl} from "../interfaces/ISpokeControl.sol";
import {ISpokeVault} from "../interfaces/ISpokeVault.sol";
import {ITokenBridge, IArrivalHandler} from "../interfaces/ITokenBridge.sol";
import {Ledger, FundEntry, ledgerLeaf} from "../types/Ledger.sol";
import {Heartbeat, Kind, LeaseState, Report} from "../types/Message.sol";
import {ValueRefund} from "./ValueRefund.sol";

/// @title SpokeVault
/// @notice Quote arrives pooled (`onArrival`), is credited to books by proof (`credit`), traded by the executor (`release`,
/// `applyTrade`) and sent back by proof (`returnQuote`); what expired before it was credited goes home from
/// the pool (`refund`). `report` tells the hub the root of all ledgers.
///
///     hub ──bridge──▶ pool ──credit──▶ book ◀──applyTrade──▶ base
///      ▲                │               │
///      └────────────  refund      returnQuote
///      └────────────────────────────────┘
contract SpokeVault is ISpokeVault, AccessManagedUpgradeable, UUPSUpgradeable, ValueRefund {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;
    using StateTree for StateTree.Tree;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.BooleanSlot;

    struct Init {
        ISpokeControl control;
        IHedgeTransport transport;
        ITokenBridge bridge;
        address funding;
        address surplusTo;
        address baseToken;
        address quoteToken;
        uint64 chain;
        uint64 hubChain;
    }

    /// @dev Where a book stands in the report tree.
    /// @param expired quote sent that may no longer be credited, refunded or not
    struct Place {
        uint32 indexPlusOne;
        bool dirty;
        uint128 expired;
    }

    /// @custom:storage-location erc7201:gimbal.storage.SpokeVault
    struct Storage {
        Init init;
        uint128 booksBase;
        uint128 booksQuote;
        uint128 pool;
        mapping(uint64 book => Ledger) ledgers;
        mapping(uint64 book => Place) places;
        uint64[] dirty;
        StateTree.Tree tree;
        Report last;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.SpokeVault")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xd6bcee2c28cbfaeaf8a4e48c10a07255b56baf997548b7071623885dfe327b00;

    /// @dev Transient: tokens are out for a trade that is not booked yet, so balances say nothing.
    bytes32 private constant LENT = keccak256("gimbal.SpokeVault.lent");

    modifier whileNothingIsLent() {
        if (LENT.asBoolean().tload()) revert TradeOpen();
        _;
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        _storage().init = init;
    }

    /// @inheritdoc IArrivalHandler
    function onArrival(uint64 fromChain, uint256 amount) external restricted whileNothingIsLent {
        Storage storage s = _storage();
        if (fromChain != s.init.hubChain) revert NotFromHub(fromChain);
        s.pool += amount.toUint128();
        _requireBacked(s.init.quoteToken, uint256(s.booksQuote) + s.pool);
        emit PoolArrived(amount, s.pool);
    }

    /// @inheritdoc ISpokeVault
    function credit(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        returns (uint256 amount)
    {
        Storage storage s = _storage();
        s.init.control.requireFundEntry(entry, index, proof);
        Ledger storage book = s.ledgers[entry.book];
        uint256 settled = book.received + _expire(s, entry, book);
        if (entry.sent <= settled) revert NothingToCredit(entry.book);
        amount = Math.min(entry.sent - settled, s.pool);
        if (amount == 0) revert PoolShort(entry.sent - settled, 0);
        s.pool -= uint128(amount);
        s.booksQuote += uint128(amount);
        book.received += uint128(amount);
        _seat(s, entry.book, index);
        _touch(s, entry.book);
        emit Credited(entry.book, amount, s.pool, book);
    }

    /// @inheritdoc ISpokeVault
    function returnQuote(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        payable
        whileNothingIsLent
        refundsValue
        returns (uint256 amount)
    {
        Storage storage s = _storage();
        if (s.init.control.leaseState() != LeaseState.LIVE) revert NoFundingInGrace();
        s.init.control.requireFundEntry(entry, index, proof);
        Ledger storage book = s.ledgers[entry.book];
        (, uint256 quote) = _holdings(book);
        uint256 most = quote - _feeHome(s.init, quote);
        if (entry.recalled > book.sent) amount = Math.min(entry.recalled - book.sent, most);
        if (amount == 0) revert NothingToReturn(entry.book);
        uint256 fee = _feeHome(s.init, amount);
        s.booksQuote -= uint128(amount + fee);
        book.sent += uint128(amount);
        book.bridgeFees += uint128(fee);
        _touch(s, entry.book);
        emit Returned(entry.book, amount, book);
        _sendHome(s.init, amount);
    }

    /// @inheritdoc ISpokeVault
    function refund(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        payable
        whileNothingIsLent
        refundsValue
        returns (uint256 amount)
    {
        Storage storage s = _storage();
        s.init.control.requireFundEntry(entry, index, proof);
        Ledger storage book = s.ledgers[entry.book];
        uint256 due = Math.min(_expire(s, entry, book) - book.refunded, s.pool);
        if (due == 0) revert NothingToRefund(entry.book);
        // The book is credited with the bridge's fee to pay it, and with what rounding leaves.
        amount = due - _feeHome(s.init, due);
        uint256 fee = _feeHome(s.init, amount);
        s.places[entry.book].expired -= uint128(due - amount);
        s.pool -= uint128(due);
        s.booksQuote += uint128(due - amount - fee);
        book.received += uint128(due - amount);
        book.refunded += uint128(amount);
        book.bridgeFees += uint128(fee);
        _seat(s, entry.book, index);
        _touch(s, entry.book);
        emit Refunded(entry.book, amount, expired(entry.book), s.pool, book);
        _sendHome(s.init, amount);
    }

    /// @inheritdoc ISpokeVault
    function report() external payable refundsValue returns (uint64 sequence) {
        Storage storage s = _storage();
        updateLeaves(type(uint256).max);
        Report memory next = _nextReport(s);
        sequence = next.sequence;
        s.last = next;
        emit Reported(sequence, next);
        s.init.transport.send{value: msg.value}(s.init.hubChain, Kind.REPORT, sequence, abi.encode(next));
    }

    /// @inheritdoc ISpokeVault
    function updateLeaves(uint256 most) public returns (uint256 left) {
        Storage storage s = _storage();
        left = s.dirty.length;
        for (uint256 i; i < most && left > 0; i++) {
            uint64 book = s.dirty[--left];
            s.dirty.pop();
            Place storage place = s.places[book];
            place.dirty = false;
            s.tree.set(place.indexPlusOne - 1, ledgerLeaf(s.ledgers[book]));
        }
    }

    /// @inheritdoc ISpokeVault
    function release(address token, address to, uint256 amount) external restricted {
        Storage storage s = _storage();
        uint256 most = token == s.init.baseToken ? s.booksBase : token == s.init.quoteToken ? s.booksQuote : 0;
        if (amount > most) revert ReleaseExceedsLedger(token, amount, most);
        LENT.asBoolean().tstore(true);
        IERC20(token).safeTransfer(to, amount);
    }

    /// @inheritdoc ISpokeVault
    function applyTrade(uint64 book, int256 baseDelta, int256 quoteDelta) external restricted {
        Storage storage s = _storage();
        LENT.asBoolean().tstore(false);
        Ledger storage entry = s.ledgers[book];
        _applyBase(s, entry, book, baseDelta);
        _applyQuote(s, entry, book, quoteDelta);
        _touch(s, book);
        emit LedgerChanged(book, entry);
    }

    /// @inheritdoc ISpokeVault
    function sweepSurplus(address token) external whileNothingIsLent returns (uint256 amount) {
        Storage storage s = _storage();
        (uint256 base, uint256 quote) = accounted();
        uint256 owed = token == s.init.baseToken ? base : token == s.init.quoteToken ? quote : 0;
        amount = _requireBacked(token, owed) - owed;
        if (amount == 0) revert NoSurplus(token);
        emit SurplusSwept(token, s.init.surplusTo, amount);
        IERC20(token).safeTransfer(s.init.surplusTo, amount);
    }

    /// @inheritdoc ISpokeVault
    function ledger(uint64 book) external view returns (Ledger memory) {
        return _storage().ledgers[book];
    }

    /// @inheritdoc ISpokeVault
    function holdings(uint64 book) external view returns (uint256 base, uint256 quote) {
        return _holdings(_storage().ledgers[book]);
    }

    /// @inheritdoc ISpokeVault
    function indexOf(uint64 book) external view returns (uint32) {
        uint32 indexPlusOne = _storage().places[book].indexPlusOne;
        if (indexPlusOne == 0) revert NoLedger(book);
        return indexPlusOne - 1;
    }

    /// @inheritdoc ISpokeVault
    function ledgerProof(uint64 book) external view returns (bytes32[] memory) {
        return _storage().tree.proof(_storage().places[book].indexPlusOne - 1);
    }

    /// @inheritdoc ISpokeVault
    function ledgerRoot() external view returns (bytes32) {
        return _storage().tree.root();
    }

    /// @inheritdoc ISpokeVault
    function expired(uint64 book) public view returns (uint256) {
        Storage storage s = _storage();
        return s.places[book].expired - s.ledgers[book].refunded;
    }

    /// @inheritdoc ISpokeVault
    function accounted() public view returns (uint256 base, uint256 quote) {
        Storage storage s = _storage();
        return (s.booksBase, uint256(s.booksQuote) + s.pool);
    }

    /// @inheritdoc ISpokeVault
    function pool() external view returns (uint256) {
        return _storage().pool;
    }

    /// @inheritdoc ISpokeVault
    function baseToken() external view returns (address) {
        return _storage().init.baseToken;
    }

    /// @inheritdoc ISpokeVault
    function quoteToken() external view returns (address) {
        return _storage().init.quoteToken;
    }

    /// @inheritdoc ISpokeVault
    function lastReport() external view returns (Report memory) {
        return _storage().last;
    }

    /// @dev A report without news is due only when the last one has lost a quarter of its life.
    function _nextReport(Storage storage s) private view returns (Report memory next) {
        ISpokeControl control = s.init.control;
        (Heartbeat memory heartbeat,,) = control.heartbeat();
        next.sequence = s.last.sequence + 1;
        next.time = uint64(block.timestamp);
        next.blockNumber = uint64(block.number);
        next.ledgerRoot = s.tree.root();
        next.epoch = heartbeat.epoch;
        next.heartbeatDigest = keccak256(abi.encode(heartbeat));
        (next.configVersion, next.configDigest) = control.configVersion();
        bool news = next.ledgerRoot != s.last.ledgerRoot || next.heartbeatDigest != s.last.heartbeatDigest
            || next.configDigest != s.last.configDigest;
        uint256 least = control.terms().reportAge / 4;
        uint256 elapsed = block.timestamp - s.last.time;
        if (!news && elapsed < least) revert ReportTooSoon(elapsed, least);
    }

    /// @dev What of the hub's mark is neither credited nor expired yet expires. Every unit sent is one or the other, once, so
    /// that a mark which comes after the credit changes nothing.
    function _expire(Storage storage s, FundEntry calldata entry, Ledger storage book)
        private
        returns (uint256 total)
    {
        Place storage place = s.places[entry.book];
        total = place.expired;
        uint256 settled = book.received + total;
        if (entry.expired <= settled) return total;
        total += entry.expired - settled;
        place.expired = uint128(total);
        emit Expired(entry.book, total - book.refunded);
    }

    function _feeHome(Init storage init, uint256 amount) private view returns (uint256) {
        return init.chain == init.hubChain ? 0 : init.bridge.feeOf(init.hubChain, amount);
    }

    function _sendHome(Init storage init, uint256 amount) private {
        if (init.chain == init.hubChain) {
            IERC20(init.quoteToken).safeTransfer(init.funding, amount);
            IArrivalHandler(init.funding).onArrival(init.chain, amount);
        } else {
            init.bridge.send{value: msg.value}(init.hubChain, init.funding, amount);
        }
    }

    function _applyBase(Storage storage s, Ledger storage entry, uint64 book, int256 delta) private {
        if (delta >= 0) {
            entry.bought += uint256(delta).toUint128();
            s.booksBase += uint128(uint256(delta));
            return;
        }
        (uint256 base,) = _holdings(entry);
        uint256 amount = uint256(-delta);
        if (amount > base) revert InsufficientBase(book, base, amount);
        entry.sold += uint128(amount);
        s.booksBase -= uint128(amount);
    }

    function _applyQuote(Storage storage s, Ledger storage entry, uint64 book, int256 delta) private {
        if (delta >= 0) {
            entry.got += uint256(delta).toUint128();
            s.booksQuote += uint128(uint256(delta));
            return;
        }
        (, uint256 quote) = _holdings(entry);
        uint256 amount = uint256(-delta);
        if (amount > quote) revert InsufficientQuote(book, quote, amount);
        entry.paid += uint128(amount);
        s.booksQuote -= uint128(amount);
    }

    function _holdings(Ledger storage entry) private view returns (uint256 base, uint256 quote) {
        base = entry.bought - entry.sold;
        quote = uint256(entry.received) + entry.got - entry.sent - entry.paid - entry.bridgeFees;
    }

    /// @dev A book has the leaf of its funding entry, so that the hub knows where to look for one it has never heard of.
    function _seat(Storage storage s, uint64 book, uint32 index) private {
        Place storage place = s.places[book];
        if (place.indexPlusOne != 0) return;
        s.ledgers[book].book = book;
        place.indexPlusOne = index + 1;
    }

    /// @dev Marks a book's leaf for the next report.
    function _touch(Storage storage s, uint64 book) private {
        Place storage place = s.places[book];
        if (place.indexPlusOne == 0) revert NoLedger(book);
        if (!place.dirty) {
            place.dirty = true;
            s.dirty.push(book);
        }
    }

    function _requireBacked(address token, uint256 owed) private view returns (uint256 balance) {
        balance = IERC20(token).balanceOf(address(this));
        if (balance < owed) revert Unbacked(token, balance, owed);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (Storage storage s) {
        assembly ("memory-safe") {
            s.slot := STORAGE
        }
    }
}
