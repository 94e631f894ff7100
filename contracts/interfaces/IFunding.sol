// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FundEntry, Ledger} from "../types/Ledger.sol";
import {IArrivalHandler} from "./ITokenBridge.sol";

/// @title Moving quote between hub cash and spokes
/// @notice Transfers pool all books of a spoke; cumulative entries under `fundRoot` say who owns what.
interface IFunding is IArrivalHandler {
    error SpokeCap(uint64 spoke, uint256 total, uint256 cap);
    error NothingToCollect(uint64 book, uint64 spoke);
    /// @notice Nothing that was sent long enough ago is still under way.
    error NothingExpired(uint64 book, uint64 spoke);
    error OverRecall(uint64 book, uint64 spoke, uint256 recalled, uint256 most);
    error NotAuthorised(uint64 book, address caller);
    error ZeroAmount();
    /// @notice The relayer has sent out for a book as much as it may for now.
    error TurnsSpent(uint64 book, uint256 amount, uint256 left);
    /// @notice The book would have `left` quote on the spoke, more than its hedge there may ask for.
    error OverFund(uint64 book, uint64 spoke, uint256 left, uint256 most);
    /// @notice The relayer would leave `left` quote on the spoke, less than the hedge there may ask for.
    error NeededThere(uint64 book, uint64 spoke, uint256 left, uint256 least);
    /// @notice Ten quote tokens are the least of a move, but for a recall of all that is left.
    error TooSmall(uint256 amount, uint256 least);
    error UnknownVault(uint64 spoke);
    /// @notice Quote came from a chain that has no spoke vault here.
    error NotASpoke(uint64 chain);
    /// @notice An arrival was announced whose tokens are not here.
    error Unbacked(uint256 balance, uint256 pools);

    event Funded(
        uint64 indexed book,
        uint64 indexed spoke,
        uint256 amount,
        uint256 sent,
        uint256 bridgeFees,
        bytes32 transferId
    );
    event Recalled(uint64 indexed book, uint64 indexed spoke, uint256 amount, uint256 recalled);
    /// @param amount how much more the hub counts as expired
    /// @param expired the mark in the counter of quote sent up to which no more is credited
    event Expired(uint64 indexed book, uint64 indexed spoke, uint256 amount, uint256 expired);
    event Collected(uint64 indexed book, uint64 indexed spoke, uint256 amount, uint256 received);
    event PoolArrived(uint64 indexed spoke, uint256 amount, uint256 pool);
    event SpokeVaultSet(uint64 indexed spoke, address vault);

    /// @notice Where quote for a spoke goes (Timelock).
    function setSpokeVault(uint64 spoke, address vault) external;

    /// @notice Sends `amount` native quote of a book's positive cash to a spoke, within the spoke's governed cap; the bridge's
    /// fee is paid on top, so that what arrives is `amount`. What a book can pay with is the sum over hub and spokes, so its
    /// funding stays what it was. At least ten tokens. Value pays the gateways; what they leave comes back.
    /// Owner or operator: beyond half of the spoke's cap to at most twice the book's need there (`IMarginEngine.needAt`).
    /// Relayer: to at most 1.25 times the need, which is nothing where the book has no allocation; and at once and per day no
    /// more than twice what the book has in cash and net sent, so bridges charge it at most that often, there and back (P6).
    /// What is under way counts to what is there, unless it expired.
    function fund(uint64 book, uint64 spoke, uint256 amount) external payable;
    /// @notice Asks a spoke to send quote back, no more in total than the book can ever have had there. Owner or operator;
    /// the relayer what exceeds 1.5 times the need. At least ten tokens, or all that is left. Takes force with the
    /// spoke's next heartbeat.
    function recall(uint64 book, uint64 spoke, uint256 amount) external;
    /// @notice Marks what was sent to a spoke for the book at least `expiryAge` ago and is not proven to have arrived: with the
    /// next heartbeat the spoke credits no more of it and sends it home. Anyone.
    /// @return amount native quote that expired with this call, as far as the hub knows
    function expire(uint64 book, uint64 spoke) external returns (uint256 amount);
    /// @notice Credits the book what its proven ledger has sent or refunded and the pool of that spoke holds. Anyone.
    function collect(uint64 book, uint64 spoke) external returns (uint256 amount);
    /// @notice Passes tokens that are in no pool to Books, where they are the backstop's. Anyone.
    function sweep() external returns (uint256 surplus);

    function entry(uint64 book, uint64 spoke) external view returns (FundEntry memory);
    /// @notice Native quote credited back to the book from the spoke so far.
    function received(uint64 book, uint64 spoke) external view returns (uint256);
    /// @notice Mean time of all sends by amount, rounded up, and time of the last one; zero before the first.
    function meanSent(uint64 book, uint64 spoke) external view returns (uint64);
    function lastSent(uint64 book, uint64 spoke) external view returns (uint64);
    /// @notice When the oldest quote now under way was sent, or, on its way back, asked for; zero when nothing is.
    /// @param proven what the spoke says
    function oldestTransit(uint64 book, uint64 spoke, Ledger calldata proven) external view returns (uint64);
    /// @notice Seconds after which quote under way to a spoke expires: its governed report age, lease and grace, after which the
    /// spoke may be dead.
    function expiryAge(uint64 spoke) external view returns (uint256);
    /// @notice Native quote the bridge took for what was sent to the spoke for the book.
    function bridgeFees(uint64 book, uint64 spoke) external view returns (uint256);
    /// @notice Quote sent to a spoke for all books less what came back: what the governed cap bounds.
    function netSent(uint64 spoke) external view returns (uint256);
    function spokeVault(uint64 spoke) external view returns (address);
    function pool(uint64 spoke) external view returns (uint256);
    function fundRoot(uint64 spoke) external view returns (bytes32);
}
