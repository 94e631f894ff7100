// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {RemoteCall, RemoteBatch} from "../types/Remote.sol";

/// @title What votes ask of the spokes
/// @notice On the hub. Per spoke the batches are leaves of a tree, and a message (kind REMOTE) carries its root alone: a lost
/// one is made up for by any later one, and the size of what gateways carry does not depend on the calls. A batch is presented
/// to `RemoteExecutor` of its spoke by anyone, with `proof`.
/// Assumes for liveness that somebody sends again what gateways lose; a gateway that fails never undoes a vote.
interface IRemoteOutbox {
    error NoCalls();
    error TooManyCalls(uint256 calls, uint256 most);
    error LifeOutOfRange(uint256 life, uint256 min, uint256 max);
    /// @notice No batch of this number was sent there, or it is revoked.
    error UnknownBatch(uint64 chain, uint64 number);
    error UnknownChain(uint64 chain);
    error TooSoon(uint256 time, uint256 from);

    /// @param count batches so far
    /// @param epoch of the last message
    /// @param sentAt when its root or epoch was new
    /// @param messageId as the spoke's transport counts votes for it
    struct Outgoing {
        uint64 count;
        uint64 epoch;
        uint48 sentAt;
        bytes32 root;
        bytes32 messageId;
    }

    /// @notice `batch` is what has to be presented to the spoke.
    event BatchSent(uint64 indexed chain, uint64 indexed number, bytes32 leaf, RemoteBatch batch);
    event BatchRevoked(uint64 indexed chain, uint64 indexed number);
    /// @notice The root left; `fee` is what gateways kept.
    event RootSent(uint64 indexed chain, uint64 indexed epoch, bytes32 root, bytes32 messageId, uint256 fee);
    /// @notice No gateway took it: anyone may `resend`.
    event SendFailed(uint64 indexed chain, uint64 indexed epoch, bytes reason);

    /// @notice Adds a batch for a spoke and sends the new root (Timelock). The value pays gateways; what they leave goes back.
    /// @param follows batch of that spoke that has to be executed first; 0: none
    /// @param life seconds from now until it can no longer be scheduled there
    function send(uint64 chain, RemoteCall[] calldata calls, uint64 follows, uint32 life)
        external
        payable
        returns (uint64 number);
    /// @notice Takes back a batch (Timelock): a spoke that has the new root does not schedule it any more. What it has
    /// scheduled by then stays.
    function revoke(uint64 chain, uint64 number) external payable;
    /// @notice Sends the last message again, for the fee in value. Anyone.
    function resend(uint64 chain) external payable;
    /// @notice Sends the root under a new epoch, at least a day after the last: the way out where the spoke has confirmed one
    /// that a reorganisation of the hub undid. Fails where no gateway takes it. Anyone.
    function renew(uint64 chain) external payable;

    function outgoing(uint64 chain) external view returns (Outgoing memory);
    /// @notice Zero where there is none.
    function leafOf(uint64 chain, uint64 number) external view returns (bytes32);
    /// @notice Proof of a batch under the root sent last; its index in the tree is `number - 1`.
    function proof(uint64 chain, uint64 number) external view returns (bytes32[] memory);
}
