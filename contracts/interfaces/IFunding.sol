// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FundEntry} from "../types/Ledger.sol";
import {IArrivalHandler} from "./ITokenBridge.sol";

/// @title Moving quote between hub cash and spokes
/// @notice Transfers pool all books of a spoke; cumulative entries under `fundRoot` say who owns what.
interface IFunding is IArrivalHandler {
    error Unfunded(uint64 book, int256 cash, uint256 amount);
    error SpokeCap(uint64 spoke, uint256 total, uint256 cap);
    error NothingToCollect(uint64 book, uint64 spoke);
    error OverRecall(uint64 book, uint64 spoke, uint256 recalled, uint256 most);
    error NotAuthorised(uint64 book, address caller);

    event Funded(uint64 indexed book, uint64 indexed spoke, uint256 amount, uint256 sent, bytes32 transferId);
    event Recalled(uint64 indexed book, uint64 indexed spoke, uint256 amount, uint256 recalled);
    event Collected(uint64 indexed book, uint64 indexed spoke, uint256 amount, uint256 received);
    event PoolArrived(uint64 indexed spoke, uint256 amount, uint256 pool);

    /// @notice Sends `amount` native quote of a book's positive cash to a spoke; the book must stay funded. Relayer or owner.
    function fund(uint64 book, uint64 spoke, uint256 amount) external payable;
    /// @notice Asks a spoke to send quote back. Relayer or owner.
    function recall(uint64 book, uint64 spoke, uint256 amount) external;
    /// @notice Credits the book what its proven ledger has sent and the pool of that spoke holds. Anyone.
    function collect(uint64 book, uint64 spoke) external returns (uint256 amount);

    function entry(uint64 book, uint64 spoke) external view returns (FundEntry memory);
    /// @notice Native quote credited back to the book from the spoke so far.
    function received(uint64 book, uint64 spoke) external view returns (uint256);
    /// @notice Times of the last send, for the age of transit.
    function lastSent(uint64 book, uint64 spoke) external view returns (uint64);
    function pool(uint64 spoke) external view returns (uint256);
    function fundRoot(uint64 spoke) external view returns (bytes32);
}
