// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Kind} from "../types/Message.sol";

/// @notice Receives confirmed control messages of one chain.
interface IControlHandler {
    /// @notice Called by the transport once k families agree (or directly on the hub's own chain). `body` is the ABI-encoded
    /// Heartbeat, SpokeConfig or Report; PAUSE: abi.encode(uint64 counter, uint32 seconds).
    function onControl(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external;
}

/// @title k-of-n transport between the hub and its spokes
/// @notice An ERC-7786 recipient of n gateways in families, and itself an ERC-7786 gateway source for the token bridge
/// (`sendMessage`, kind RELAY), so no token moves on the word of one family. Votes are kept per (chain, kind, epoch, digest)
/// until a higher epoch of that kind is confirmed (P4); fewer than k families do nothing but PAUSE (P10).
interface IHedgeTransport {
    /// @param gateway ERC-7786 gateway on this chain
    /// @param family security assumption it belongs to (0..255)
    struct GatewayTerms {
        address gateway;
        uint8 family;
        bool active;
    }

    error UnknownGateway(address gateway);
    error UnknownPeer(uint64 chain);
    error WrongPeer(uint64 chain, bytes sender);
    error StaleEpoch(uint64 chain, Kind kind, uint64 epoch, uint64 confirmed);
    error EpochJump(uint64 chain, Kind kind, uint64 epoch, uint64 most);
    error AlreadyExecuted(bytes32 messageId);
    error NotConfirmed(bytes32 messageId, uint256 votes, uint256 need);
    error BadQuorum(uint256 k, uint256 n);
    error UnsupportedKind(Kind kind);

    event PeerSet(uint64 indexed chain, address peer, address handler);
    event GatewaySet(address indexed gateway, uint8 indexed family, bool active);
    event QuorumSet(uint8 k, uint256 families);
    event MessageQueued(uint64 indexed toChain, Kind indexed kind, uint64 indexed epoch, bytes32 digest);
    event GatewayFailed(
        address indexed gateway, uint64 indexed toChain, Kind kind, uint64 epoch, bytes reason
    );
    event VoteCounted(
        uint64 indexed fromChain,
        Kind indexed kind,
        uint64 indexed epoch,
        bytes32 digest,
        uint8 family,
        uint256 votes
    );
    event MessageConfirmed(uint64 indexed fromChain, Kind indexed kind, uint64 indexed epoch, bytes32 digest);
    event DeliveryFailed(uint64 indexed fromChain, Kind indexed kind, uint64 indexed epoch, bytes reason);
    event StaleMessage(uint64 indexed fromChain, Kind indexed kind, uint64 indexed epoch, uint64 confirmed);

    /// @notice Peer transport on another chain, and who handles its control messages here.
    function setPeer(uint64 chain, address peer, address handler) external;
    function setGateway(address gateway, uint8 family, bool active) external;
    /// @notice k families of n must agree; n >= k + 1.
    function setQuorum(uint8 k) external;
    /// @notice Largest step of an epoch beyond the last confirmed one.
    function setMaxEpochJump(uint64 chain, uint64 jump) external;

    /// @notice Role HUB or SPOKE: sends a control message through every active gateway, or hands it to the local handler when
    /// `toChain` is this chain. A gateway that reverts is counted, never fatal.
    function send(uint64 toChain, Kind kind, uint64 epoch, bytes calldata body) external payable;
    /// @notice Role GUARDIAN: pauses a spoke through every gateway; one family is enough there.
    function sendPause(uint64 toChain, uint32 duration) external payable;
    /// @notice Sends an earlier RELAY message again. Anyone; executed once however often it arrives.
    function resend(uint64 toChain, uint64 nonce) external payable;
    /// @notice Executes a confirmed message whose delivery failed. Anyone.
    function retry(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external;

    function confirmedEpoch(uint64 fromChain, Kind kind) external view returns (uint64);
    function votes(uint64 fromChain, Kind kind, uint64 epoch, bytes32 digest)
        external
        view
        returns (uint256 count, uint256 families);
    function peer(uint64 chain) external view returns (address);
    function quorum() external view returns (uint8 k, uint256 n);
    function gateways() external view returns (GatewayTerms[] memory);
    function chain() external view returns (uint64);
}
