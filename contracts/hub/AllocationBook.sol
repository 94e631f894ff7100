// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {AuthorityUtils} from "@openzeppelin/contracts/access/manager/AuthorityUtils.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {StateTree} from "../crosschain/StateTree.sol";
import {IAllocationBook} from "../interfaces/IAllocationBook.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {LiquidityRules} from "../risk/ranges/LiquidityRules.sol";
import {Report} from "../types/Message.sol";
import {toWad} from "../types/Units.sol";
import {Allocations} from "./Allocations.sol";

/// @title Where each book is hedged
contract AllocationBook is IAllocationBook, AccessManagedUpgradeable, UUPSUpgradeable {
    using Allocations for Allocations.Plan;
    using SafeCast for int256;
    using SafeCast for uint256;

    struct Init {
        uint64 chain;
        address books;
        address mandateBook;
        address marginEngine;
        address riskParameters;
    }

    /// @param placed books placed on a spoke so far: the next leaf index there
    /// @custom:storage-location erc7201:gimbal.storage.AllocationBook
    struct AllocationStorage {
        uint64 chain;
        IBooks books;
        IMandateBook mandates;
        IMarginEngine margin;
        IRiskParameters parameters;
        mapping(uint64 spoke => uint32) placed;
        mapping(uint64 book => Allocations.Plan) plans;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.AllocationBook")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xc22679698959fb71698d01c60c4aef42ac9ee61db9561167af275341a511f700;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        AllocationStorage storage $ = _storage();
        $.chain = init.chain;
        $.books = IBooks(init.books);
        $.mandates = IMandateBook(init.mandateBook);
        $.margin = IMarginEngine(init.marginEngine);
        $.parameters = IRiskParameters(init.riskParameters);
    }

    /// @inheritdoc IAllocationBook
    function place(uint64 book, uint64 spoke) external {
        _requireAuthorised(book);
        AllocationStorage storage $ = _storage();
        uint256 positions = $.books.positions(book).length;
        if (positions != 0) revert BookNotEmpty(book, positions);
        Allocations.Plan storage plan = _settledPlan(book);
        for (uint256 i; i < plan.spokes.length; i++) {
            uint64 other = plan.spokes[i];
            Allocation storage left = plan.places[other].allocation;
            if (left.offset != 0) revert AllocationGap(SignedMath.abs(left.offset), 0);
            if (other == spoke || left.share == 0) continue;
            $.mandates.requireEmptied(book, other);
            left.share = 0;
            emit AllocationSet(book, other, left);
        }
        _placeWhole(book, spoke);
    }

    /// @inheritdoc IAllocationBook
    function placeAtHome(uint64 book) external {
        AllocationStorage storage $ = _storage();
        if ($.plans[book].spokes.length != 0) revert AlreadyPlaced(book);
        // Where an empty book goes is still its owner's choice.
        if ($.books.positions(book).length == 0) revert NothingToHedge(book);
        _placeWhole(book, $.chain);
    }

    /// @inheritdoc IAllocationBook
    function startMove(uint64 book, uint64 from, uint64 to, uint64 share, int128 offset) external restricted {
        if (from == to) revert SameSpoke(to);
        AllocationStorage storage $ = _storage();
        Allocations.Plan storage plan = _settledPlan(book);
        if (plan.places[from].placed == 0) revert NotPlaced(book, from);
        for (uint256 i; i < plan.spokes.length; i++) {
            $.mandates.requireCarried(book, plan.spokes[i]);
        }
        _admit(book, to);
        Allocations.Move memory move = Allocations.Move(from, to, share, offset);
        plan.start(book, move);
        _requireWithinGap(book, move);
        _requireNoShort(book, plan, move);
        emit AllocationSet(book, to, plan.places[to].allocation);
        $.mandates.publish(book);
        emit MoveStarted(book, from, to, share, offset, $.mandates.carriedBy(book, to));
    }

    /// @inheritdoc IAllocationBook
    function completeMove(uint64 book) external {
        AllocationStorage storage $ = _storage();
        Allocations.Plan storage plan = $.plans[book];
        if (!plan.isMoving()) revert NoMovePending(book);
        (uint64 from, uint64 to) = (plan.move.from, plan.move.to);
        $.mandates.requireCarried(book, to);
        plan.finish();
        emit AllocationSet(book, from, plan.places[from].allocation);
        emit MoveCompleted(book, from, to);
        $.mandates.publish(book);
    }

    /// @inheritdoc IAllocationBook
    function retireDead(uint64 book, uint64 spoke, uint64 to, bytes32[] calldata absence) external {
        AllocationStorage storage $ = _storage();
        if (spoke == to) revert SameSpoke(to);
        if (to != $.chain) _requireAuthorised(book);
        uint256 deadAt = $.mandates.deadAt(spoke);
        if (block.timestamp <= deadAt) revert SpokeNotDead(spoke, deadAt, block.timestamp);
        Allocations.Plan storage plan = $.plans[book];
        if (plan.places[spoke].placed == 0) revert NotPlaced(book, spoke);
        int128 base = _provenBase(book, spoke, absence);
        _admit(book, to);
        Allocations.Move memory move = plan.move;
        if (plan.isMoving() && (move.from == spoke || move.to == spoke)) {
            plan.cancel();
            emit AllocationSet(book, move.to, plan.places[move.to].allocation);
        }
        plan.retire(spoke, to, base);
        emit AllocationSet(book, spoke, plan.places[spoke].allocation);
        emit AllocationSet(book, to, plan.places[to].allocation);
        $.mandates.publish(book);
    }

    /// @inheritdoc IAllocationBook
    function allocation(uint64 book, uint64 spoke) external view returns (Allocation memory) {
        return _storage().plans[book].places[spoke].allocation;
    }

    /// @inheritdoc IAllocationBook
    function spokesOf(uint64 book) external view returns (uint64[] memory) {
        return _storage().plans[book].spokes;
    }

    /// @inheritdoc IAllocationBook
    function pendingMove(uint64 book)
        external
        view
        returns (uint64 from, uint64 to, uint64 share, int128 offset, uint64 epoch)
    {
        Allocations.Plan storage plan = _storage().plans[book];
        Allocations.Move memory move = plan.move;
        if (plan.isMoving()) epoch = _storage().mandates.carriedBy(book, move.to);
        return (move.from, move.to, move.share, move.offset, epoch);
    }

    /// @inheritdoc IAllocationBook
    function indexOf(uint64 book, uint64 spoke) external view returns (uint32) {
        uint32 placed = _storage().plans[book].places[spoke].placed;
        if (placed == 0) revert NotPlaced(book, spoke);
        return placed - 1;
    }

    function _placeWhole(uint64 book, uint64 spoke) private {
        AllocationStorage storage $ = _storage();
        if (!$.books.bookOf(book).hedged) revert NotHedged(book);
        _admit(book, spoke);
        Allocation storage whole = $.plans[book].places[spoke].allocation;
        whole.share = uint64(Allocations.ONE);
        emit AllocationSet(book, spoke, whole);
    }

    /// @dev Gives the book a leaf on a spoke that lists its market and is believed.
    function _admit(uint64 book, uint64 spoke) private {
        AllocationStorage storage $ = _storage();
        if ($.mandates.isQuarantined(spoke)) revert IMandateBook.Quarantined(book, spoke);
        $.parameters.hedgeBand($.books.bookOf(book).market, spoke);
        Allocations.Plan storage plan = $.plans[book];
        if (plan.places[spoke].placed != 0) return;
        plan.places[spoke].placed = ++$.placed[spoke];
        plan.spokes.push(spoke);
    }

    /// @dev Base the spoke holds for the book by its last word.
    function _provenBase(uint64 book, uint64 spoke, bytes32[] calldata absence)
        private
        view
        returns (int128)
    {
        AllocationStorage storage $ = _storage();
        IMandateBook.Claim memory claim = $.mandates.claim(book, spoke);
        (Report memory last,) = $.mandates.lastReport(spoke);
        if (claim.provenSequence == 0 && _neverHeld(book, spoke, last.ledgerRoot, absence)) return 0;
        if (claim.provenSequence == 0 || claim.provenSequence != last.sequence) {
            revert ClaimNotProven(book, spoke, claim.provenSequence, last.sequence);
        }
        uint8 decimals = $.parameters.marketOf($.books.bookOf(book).market).baseDecimals;
        return toWad(claim.ledger.bought - claim.ledger.sold, decimals).toInt256().toInt128();
    }

    /// @dev Of a book that was never proven all the quote ever sent is still under way for the hub. Without any it needs no
    /// word of a spoke whose ledgers nobody may be able to read any more.
    function _neverHeld(uint64 book, uint64 spoke, bytes32 ledgerRoot, bytes32[] calldata absence)
        private
        view
        returns (bool)
    {
        AllocationStorage storage $ = _storage();
        (,, uint256 sent,) = $.mandates.recognised(book, spoke);
        return sent == 0 || StateTree.verifyEmpty(ledgerRoot, $.plans[book].places[spoke].placed - 1, absence);
    }

    function _settledPlan(uint64 book) private view returns (Allocations.Plan storage plan) {
        AllocationStorage storage $ = _storage();
        plan = $.plans[book];
        uint64 to = plan.move.to;
        if (plan.isMoving()) revert MovePending(book, to, $.mandates.carriedBy(book, to));
    }

    function _requireWithinGap(uint64 book, Allocations.Move memory move) private view {
        AllocationStorage storage $ = _storage();
        uint256 range = $.margin.targetRange(book);
        uint256 share = $.parameters.mandateTerms($.books.bookOf(book).market).gap;
        uint256 limit = Math.mulDiv(range, share, Allocations.ONE);
        limit = Math.min(limit, Math.min(_offsetMost(book, move.from), _offsetMost(book, move.to)));
        uint256 gap = Allocations.gapOf(move, range);
        if (gap > limit) revert AllocationGap(gap, limit);
    }

    /// @dev What one move may shift is bought on one spoke and sold on the other: the thinner bears it.
    function _offsetMost(uint64 book, uint64 spoke) private view returns (uint256) {
        AllocationStorage storage $ = _storage();
        return LiquidityRules.offsetMost($.parameters.liquidity($.books.bookOf(book).market, spoke));
    }

    /// @dev Neither spoke may be asked for less than nothing, during the move or after it.
    function _requireNoShort(uint64 book, Allocations.Plan storage plan, Allocations.Move memory move)
        private
        view
    {
        (int256 lowest,) = _storage().margin.lowestTarget(book);
        Allocation memory to = plan.places[move.to].allocation;
        int256 least = Allocations.lowestOf(int256(uint256(to.share)), to.offset, lowest);
        if (least < 0) revert AllocationBelowZero(book, move.to, least);
        Allocation memory from = plan.places[move.from].allocation;
        int256 offset = int256(from.offset) - move.offset;
        least = Allocations.lowestOf(int256(uint256(from.share - move.share)), offset, lowest);
        if (least < 0) revert AllocationBelowZero(book, move.from, least);
    }

    /// @dev The owner, an operator, or whoever the authority lets call this function.
    function _requireAuthorised(uint64 book) private view {
        if (_storage().books.isAuthorised(book, msg.sender)) return;
        (bool allowed,) = AuthorityUtils.canCallWithDelay(authority(), msg.sender, address(this), msg.sig);
        if (!allowed) revert NotAuthorised(book, msg.sender);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (AllocationStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
