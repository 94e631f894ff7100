// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Ledger, FundEntry} from "../types/Ledger.sol";
import {Report} from "../types/Message.sol";
import {IArrivalHandler} from "./ITokenBridge.sol";

/// @title Inventory of all books on a spoke, a ledger per book, and reports to the hub
/// @notice balance >= accounted at all times (P5); what is above is a donation, never anyone's equity.
interface ISpokeVault is IArrivalHandler {
    error PoolShort(uint256 need, uint256 pool);
    error NothingToCredit(uint64 book);
    error NothingToReturn(uint64 book);
    /// @notice Nothing sent for the book has expired here uncredited, or the pool is empty.
    error NothingToRefund(uint64 book);
    error InsufficientQuote(uint64 book, uint256 have, uint256 need);
    error InsufficientBase(uint64 book, uint256 have, uint256 need);
    error NoFundingInGrace();
    error ReportTooSoon(uint256 elapsed, uint256 least);
    error ReleaseExceedsLedger(address token, uint256 amount, uint256 accounted);
    error NotFromHub(uint64 chain);
    /// @notice The book was never credited here.
    error NoLedger(uint64 book);
    error NoSurplus(address token);
    /// @notice Fewer tokens are here than the ledgers say.
    error Unbacked(address token, uint256 balance, uint256 accounted);
    /// @notice Tokens are out for a trade that is not booked yet.
    error TradeOpen();

    event PoolArrived(uint256 amount, uint256 pool);
    event Credited(uint64 indexed book, uint256 amount, uint256 pool, Ledger ledger);
    event Returned(uint64 indexed book, uint256 amount, Ledger ledger);
    /// @param expired quote of the book that may not be credited any more and is not refunded yet
    event Expired(uint64 indexed book, uint256 expired);
    /// @param amount quote that went home, as it arrives there
    /// @param expired what is still to follow
    event Refunded(uint64 indexed book, uint256 amount, uint256 expired, uint256 pool, Ledger ledger);
    event LedgerChanged(uint64 indexed book, Ledger ledger);
    event Reported(uint64 indexed sequence, Report report);
    event SurplusSwept(address indexed token, address to, uint256 amount);

    /// @notice Credits a book what the funding root in force proves was sent for it, out of the arrived pool, but
    /// for what expired before it was credited. Anyone.
    function credit(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        returns (uint256 amount);
    /// @notice Sends recalled quote back, as far as the book has quote here and the bridge's fee can be paid. Anyone; LIVE lease only.
    function returnQuote(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        payable
        returns (uint256 amount);
    /// @notice Sends home what expired before it was credited, out of the arrived pool and less the bridge's fee. Anyone, in
    /// any lease state: it was never there for a hedge.
    function refund(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        payable
        returns (uint256 amount);
    /// @notice Updates the leaves of the books that changed and sends a report. Anyone; not within a quarter of the governed
    /// report age of the last one unless a ledger changed, or a heartbeat or config arrived. What the gateways leave of the
    /// value comes back.
    function report() external payable returns (uint64 sequence);
    /// @notice Updates at most `most` leaves ahead of a report, should more books have changed than one call can carry. Anyone.
    /// @return left leaves still to update
    function updateLeaves(uint256 most) external returns (uint256 left);
    /// @notice Sends tokens that no ledger accounts for to the backstop. Anyone.
    function sweepSurplus(address token) external returns (uint256 amount);

    /// @notice Role EXECUTOR: lends tokens to a venue for one trade; the executor checks what came back.
    function release(address token, address to, uint256 amount) external;
    /// @notice Role EXECUTOR: books a trade; signs from the book's side (base bought positive, quote got positive).
    function applyTrade(uint64 book, int256 baseDelta, int256 quoteDelta) external;

    function ledger(uint64 book) external view returns (Ledger memory);
    /// @notice Native base and quote a book holds here.
    function holdings(uint64 book) external view returns (uint256 base, uint256 quote);
    /// @notice Leaf of a book in the report tree: that of its funding entry in the hub's.
    function indexOf(uint64 book) external view returns (uint32);
    /// @notice Siblings of that leaf under `ledgerRoot`, which is the root of the last report until leaves are updated.
    function ledgerProof(uint64 book) external view returns (bytes32[] memory);
    function ledgerRoot() external view returns (bytes32);
    /// @notice Quote of a book that expired here uncredited and is not refunded yet, by the entries seen so far.
    function expired(uint64 book) external view returns (uint256);
    function accounted() external view returns (uint256 base, uint256 quote);
    function pool() external view returns (uint256);
    function baseToken() external view returns (address);
    function quoteToken() external view returns (address);
    function lastReport() external view returns (Report memory);
}
