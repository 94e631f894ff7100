// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";

/// @title An ERC-7786 gateway whose messages a carrier delivers under signatures of the family's attesters
/// @notice Source and destination in one. The send id is reproducible: keccak256(abi.encode(source chain, source gateway,
/// nonce, sender, recipient, payload)). Delivery checks the remote gateway of the source chain, a threshold of attesters
/// (ascending by address), and that the id is new.
interface ILocalGateway is IERC7786GatewaySource {
    /// @notice A message in flight; `sender` and `recipient` are ERC-7930 interoperable addresses.
    struct Packet {
        uint64 sourceChain;
        address sourceGateway;
        uint64 nonce;
        bytes sender;
        bytes recipient;
        bytes payload;
    }

    error UnknownRemote(uint64 chain, address gateway);
    error AlreadyDelivered(bytes32 sendId);
    error BadSignature(uint256 index, address signer);
    error BelowThreshold(uint256 signatures, uint256 threshold);
    error WrongDestination(uint64 chain);
    error RefusedByRecipient(address recipient);
    error ValueNotTaken(uint256 value);
    /// @notice Attesters must rise and not be zero.
    error AttestersNotRising(address previous, address next);
    error BadThreshold(uint256 threshold, uint256 attesters);

    /// @notice Beside `MessageSent`: what a carrier needs to rebuild the packet.
    event Queued(bytes32 indexed sendId, uint64 indexed nonce, uint64 indexed toChain);

    event RemoteSet(uint64 indexed chain, address gateway);
    event AttestersSet(address[] attesters, uint8 threshold);
    event Delivered(bytes32 indexed sendId, address indexed recipient);

    function setRemote(uint64 chain, address gateway) external;
    function setAttesters(address[] calldata attesters, uint8 threshold) external;
    function deliver(Packet calldata packet, bytes[] calldata signatures) external;
    /// @notice The digest attesters sign: EIP-191 over keccak256(abi.encode(send id, this chain, this gateway)).
    function attestationHash(Packet calldata packet) external view returns (bytes32);
    function sendId(Packet calldata packet) external pure returns (bytes32);
    function delivered(bytes32 id) external view returns (bool);
    /// @notice Messages sent so far; the first has nonce 1.
    function nonce() external view returns (uint64);
    function remote(uint64 chain) external view returns (address);
    function attesters() external view returns (address[] memory list, uint8 threshold);
    function chain() external view returns (uint64);
}
